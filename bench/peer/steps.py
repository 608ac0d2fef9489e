"""Training steps of PyTorch, on request: a line with a number on standard input runs that many and answers with the seconds.

usage: steps.py KIND DEPTH WIDTH CHANNELS SIDE LAYOUT DTYPE    LAYOUT contiguous or channels-last, DTYPE float32 or bfloat16
"""
import contextlib
import sys
import time

import torch
from torch import nn

import networks

BATCH = 64
BATCHES = 50

kind, depth, width, channels, side, layout, dtype = sys.argv[1:]
torch.manual_seed(1)
network = networks.build(kind, int(depth), int(width), int(channels))
images = torch.randn(BATCH * BATCHES, int(channels), int(side), int(side))
labels = torch.randint(0, 10, (BATCH * BATCHES,))
if layout == "channels-last":
    network = network.to(memory_format=torch.channels_last)
    images = images.contiguous(memory_format=torch.channels_last)
network.train()
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3, weight_decay=0.02, foreach=True)
mixed = (lambda: torch.autocast("cpu", dtype=torch.bfloat16)) if dtype == "bfloat16" else contextlib.nullcontext
order = torch.randperm(BATCH * BATCHES)
at = 0

print("ready", torch.__version__, torch.get_num_threads(), flush=True)
for line in sys.stdin:
    start = time.perf_counter()
    for _ in range(int(line)):
        batch = order[at:at + BATCH]
        at = (at + BATCH) % (BATCH * BATCHES)
        optimizer.zero_grad(set_to_none=True)
        with mixed():
            loss = loss_of(network(images[batch]), labels[batch])
        loss.backward()
        optimizer.step()
    print(time.perf_counter() - start, flush=True)
