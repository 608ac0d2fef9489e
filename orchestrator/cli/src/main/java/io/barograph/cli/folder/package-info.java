/** The folder that a sweep leaves behind: its lock, its layout and its files, written atomically. */
@NullMarked
package io.barograph.cli.folder;

import org.jspecify.annotations.NullMarked;
