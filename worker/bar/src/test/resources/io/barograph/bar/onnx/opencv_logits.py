"""Runs every NAME.onnx of a folder in OpenCV on the images in NAME.images and writes NAME.logits.

usage: opencv_logits.py FOLDER BATCH CHANNELS
Images and logits are raw little-endian float32, [batch, channels, height, width] and [batch, classes]; one more file,
NAME.shape, holds height and width.
"""
import pathlib
import sys

import cv2
import numpy

folder, batch, channels = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for model in sorted(folder.glob("*.onnx")):
    height, width = map(int, model.with_suffix(".shape").read_text().split())
    images = numpy.fromfile(model.with_suffix(".images"), "<f4").reshape(batch, channels, height, width)
    network = cv2.dnn.readNetFromONNX(str(model))
    network.setInput(images)
    network.forward().astype("<f4").tofile(model.with_suffix(".logits"))
