#!/bin/bash
# Makes the bundled Fashion-MNIST sample again, from the files of the Debian package dataset-fashion-mnist.
# usage: worker/bar/make-sample.sh [folder of the original files]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
originals=${1:-/usr/share/datasets/fashion-mnist}
target=$here/src/main/resources/io/barograph/bar/data/fashion-mnist-sample
(cd "$here/../.." && mvn -q -pl worker/bar -am test-compile)
exec java -cp "$here/target/classes:$here/target/test-classes" \
    io.barograph.bar.data.FashionMnistSampleWriter "$originals" "$target"
