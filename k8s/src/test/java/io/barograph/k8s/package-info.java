/** Whether the manifests are what Kubernetes, our commands and our rules of safety want. */
@NullMarked
package io.barograph.k8s;

import org.jspecify.annotations.NullMarked;
