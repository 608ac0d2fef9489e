"""The networks of the benchmarks in PyTorch, built as Barograph builds them: conv, batch norm, add, ReLU; projections."""
import torch
from torch import nn


class Block(nn.Module):
    def __init__(self, maps_in, maps, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(maps_in, maps, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(maps)
        self.conv2 = nn.Conv2d(maps, maps, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(maps)
        self.relu = nn.ReLU(inplace=True)
        self.shortcut = None
        if stride != 1 or maps_in != maps:
            self.shortcut = nn.Sequential(nn.Conv2d(maps_in, maps, 1, stride, bias=False), nn.BatchNorm2d(maps))

    def forward(self, x):
        branch = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        branch += x if self.shortcut is None else self.shortcut(x)
        return self.relu(branch)


class ResidualNetwork(nn.Module):
    def __init__(self, blocks, stem, width, channels, classes):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(channels, stem, 3, 1, 1, bias=False), nn.BatchNorm2d(stem), nn.ReLU(inplace=True))
        stages = []
        maps_in = stem
        for stage in range(3):
            maps = width << stage
            for block in range(blocks):
                stages.append(Block(maps_in, maps, 2 if stage > 0 and block == 0 else 1))
                maps_in = maps
        self.stages = nn.Sequential(*stages)
        self.output = nn.Linear(maps_in, classes)

    def forward(self, x):
        return self.output(self.stages(self.stem(x)).mean((2, 3)))


def build(kind, depth, width, channels, classes=10):
    """kind resnet: depth 6n+2 and the maps of the stem; kind wide-resnet: depth 6n+4 and the widening factor."""
    if kind == "resnet":
        return ResidualNetwork((depth - 2) // 6, width, width, channels, classes)
    return ResidualNetwork((depth - 4) // 6, 16, 16 * width, channels, classes)
