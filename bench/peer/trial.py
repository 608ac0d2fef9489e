"""One BAR trial in PyTorch, prune and fine-tune, as a good script would do it: gates folded into batch norms, teacher outputs
computed once for both orientations, no synchronisation inside a step, and a compact network to fine-tune.

usage: trial.py DATA DENSE BUDGET SEED PRUNE_EPOCHS TUNE_EPOCHS LAYOUT
DATA and DENSE are .npz files that the benchmark writes: the images of the dataset, and the parameters of the dense ResNet-20.
Prints one JSON object: seconds by phase, volume, accuracy on the test images.
"""
import json
import math
import re
import sys
import time

import numpy
import torch
import torch.nn.functional as F

BATCH = 64
BETA, GAMMA, ZETA = 2 / 3, -0.1, 1.1
OPEN = -math.log(11)
TEMPERATURE, SOFT = 4.0, 0.9
EPS = 1e-5

torch.set_flush_denormal(True)
data_file, dense_file, budget, seed, prune_epochs, tune_epochs, layout = sys.argv[1:]
budget, seed, prune_epochs, tune_epochs = float(budget), int(seed), int(prune_epochs), int(tune_epochs)
torch.manual_seed(seed)
FORMAT = torch.channels_last if layout == "channels-last" else torch.contiguous_format


def load():
    raw = numpy.load(data_file)
    train = torch.from_numpy(raw["train"]).float() / 255
    mean, deviation = train.mean(), train.std()
    splits = {}
    for name in ("train", "test"):
        images = (torch.from_numpy(raw[name]).float() / 255 - mean) / deviation
        splits[name] = (images.unsqueeze(1).contiguous(memory_format=FORMAT), torch.from_numpy(raw[name + "_labels"]).long())
    return splits


class Convolution:
    """A convolution with its batch norm; weights [out, in, k, k]."""

    def __init__(self, weight, gamma, beta, mean, variance, stride):
        self.weight = weight.contiguous(memory_format=FORMAT).requires_grad_()
        self.gamma, self.beta = gamma.clone().requires_grad_(), beta.clone().requires_grad_()
        self.mean, self.variance = mean.clone(), variance.clone()
        self.stride = stride

    def __call__(self, x, training, z=None):
        y = F.conv2d(x, self.weight, None, self.stride, self.weight.shape[2] // 2)
        gamma, beta = (self.gamma, self.beta) if z is None else (self.gamma * z, self.beta * z)
        return F.batch_norm(y, self.mean, self.variance, gamma, beta, training, 0.1, EPS)

    def parameters(self):
        return [self.weight, self.gamma, self.beta]

    def kept(self, inputs, outputs, z):
        """The part that reads and makes these channels, z folded in."""
        with torch.no_grad():
            return Convolution(self.weight[outputs][:, inputs].clone(), (self.gamma * z)[outputs], (self.beta * z)[outputs],
                               self.mean[outputs], self.variance[outputs], self.stride)


class Network:
    """A residual network, dense or compact. A block is (conv1, conv2, shortcut, union, branch positions, shortcut positions)."""

    def __init__(self, stem, blocks, weight, bias):
        self.stem, self.blocks = stem, blocks
        self.weight, self.bias = weight.clone().requires_grad_(), bias.clone().requires_grad_()

    def convolutions(self):
        yield self.stem
        for conv1, conv2, shortcut, *_ in self.blocks:
            yield from (c for c in (conv1, conv2, shortcut) if c is not None)

    def parameters(self):
        return [p for c in self.convolutions() for p in c.parameters()] + [self.weight, self.bias]

    def __call__(self, x, training, gates=None):
        z = iter(gates) if gates is not None else None
        gate = (lambda: next(z)) if z is not None else (lambda: None)
        x = F.relu(self.stem(x, training, gate()), inplace=True)
        for conv1, conv2, shortcut, union, branch_at, shortcut_at in self.blocks:
            inner = branch = None
            if conv1 is not None:
                inner = F.relu(conv1(x, training, gate()), inplace=True)
                branch = spread(conv2(inner, training, gate()), branch_at, union)
            path = spread(x if shortcut is None else shortcut(x, training, gate()), shortcut_at, union)
            x = F.relu(path if branch is None else branch + path)
        return F.linear(x.mean((2, 3)), self.weight, self.bias)


def spread(x, positions, union):
    if positions is None:
        return x
    wide = torch.zeros(x.shape[0], union, x.shape[2], x.shape[3]).contiguous(memory_format=FORMAT)
    return wide.index_add(1, positions, x)


def dense_network():
    raw = {k: torch.from_numpy(v) for k, v in numpy.load(dense_file).items()}

    def convolution(conv, norm, stride):
        return Convolution(raw[conv + "_W"], *(raw[norm + "_" + k].flatten() for k in ("gamma", "beta", "mean", "var")), stride)

    blocks = []
    for stage in (1, 2, 3):
        for block in (1, 2, 3):
            name, stride = f"s{stage}b{block}_", 2 if stage > 1 and block == 1 else 1
            shortcut = convolution(name + "shortcut_conv", name + "shortcut_bn", stride) if stride == 2 else None
            blocks.append((convolution(name + "conv1", name + "bn1", stride), convolution(name + "conv2", name + "bn2", 1),
                           shortcut, None, None, None))
    return Network(convolution("stem_conv", "stem_bn", 1), blocks, raw["output_W"].t().contiguous(), raw["output_b"].flatten())


def areas_of(network):
    """Pixels of every gate's map, layer by layer in the order of Network.convolutions."""
    areas, side = [(28 * 28, network.stem)], 28
    for conv1, conv2, shortcut, *_ in network.blocks:
        side = (side + conv1.stride - 1) // conv1.stride
        areas += [(side * side, c) for c in (conv1, conv2, shortcut) if c is not None]
    return areas


def logits_of(network, images):
    with torch.no_grad():
        return torch.cat([network(images[i:i + 100], False) for i in range(0, len(images), 100)])


def loss_of(logits, labels, teacher):
    soft = F.kl_div(F.log_softmax(logits / TEMPERATURE, 1), F.softmax(teacher / TEMPERATURE, 1), reduction="batchmean")
    return SOFT * TEMPERATURE ** 2 * soft + (1 - SOFT) * F.cross_entropy(logits, labels)


def epoch_batches(splits, teacher):
    images, labels = splits["train"]
    order, flips = torch.randperm(len(labels)), torch.rand(len(labels)) < 0.5
    mirrored = images.flip(3)
    for at in range(0, len(labels) - BATCH + 1, BATCH):
        batch = order[at:at + BATCH]
        flip = flips[at:at + BATCH]
        chosen = torch.where(flip.view(-1, 1, 1, 1), mirrored[batch], images[batch])
        yield chosen, labels[batch], torch.where(flip.view(-1, 1), teacher[1][batch], teacher[0][batch])


def weight_optimizer(network, rate):
    decayed = [p for p in network.parameters() if p.dim() > 1]
    plain = [p for p in network.parameters() if p.dim() == 1]
    return torch.optim.AdamW([{"params": decayed, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0.0}], lr=rate,
                             foreach=True)


def prune(network, splits, teacher):
    layers = areas_of(network)
    sizes = [len(c.gamma) for _, c in layers]
    pixels = numpy.repeat([a for a, _ in layers], sizes)
    areas = torch.from_numpy(pixels.astype(numpy.float32))
    dense = float(pixels.sum())
    target = budget * dense
    log_alpha = torch.full((len(areas),), 2.0).requires_grad_()
    on_host = log_alpha.detach().numpy()  # the same memory
    floors = [2 if i == 0 else n // 16 if c.weight.shape[2] == 1 else 0 for i, ((_, c), n) in enumerate(zip(layers, sizes))]
    steps = prune_epochs * (len(splits["train"][1]) // BATCH)
    weights = weight_optimizer(network, 2e-3)
    gates = torch.optim.Adam([log_alpha], lr=45 / steps, betas=(0.9, 0.99))
    lower, step = target - 1.01e-4 * dense, 0
    shift = BETA * math.log(-GAMMA / ZETA)
    for _ in range(prune_epochs):
        for images, labels, soft in epoch_batches(splits, teacher):
            volume = float(pixels[on_host > OPEN].sum())
            progress = min(1, step / steps / 0.85)
            low, high = 1 / (1 + math.exp(5)), 1 / (1 + math.exp(-5))
            turn = (1 / (1 + math.exp(-10 * (progress - 0.5))) - low) / (high - low)
            now = (1 - turn) * 1.01 * dense + turn * target
            force = 0.0 if volume <= lower else 2e4 if volume >= now else min(
                2e4, (volume - lower) ** 2 / ((now - volume) * (now - lower)))
            u = torch.rand_like(log_alpha).clamp_(1e-6, 1 - 1e-6)
            s = torch.sigmoid((u.log() - (-u).log1p() + log_alpha) / BETA)
            z = (s * (ZETA - GAMMA) + GAMMA).clamp(0, 1)
            loss = loss_of(network(images, True, z.split(sizes)), labels, soft)
            loss = loss + 0.024 * force / dense * (areas * torch.sigmoid(log_alpha - shift)).sum()
            weights.zero_grad(set_to_none=True)
            gates.zero_grad(set_to_none=True)
            loss.backward()
            weights.step()
            if volume > target:
                gates.step()
                with torch.no_grad():
                    for layer, floor in zip(log_alpha.split(sizes), floors):
                        if floor:
                            top = layer.topk(floor).indices
                            layer[top] = layer[top].clamp(min=math.log(11))
            step += 1
    return log_alpha.detach(), sizes, areas, dense


def compact(network, log_alpha, sizes):
    """The physical network: orphans dropped, gates folded, branches index-added into the union with the shortcut."""
    z = ((torch.sigmoid(log_alpha) * (ZETA - GAMMA) + GAMMA).clamp(0, 1)).split(sizes)
    z = iter(z)
    take = lambda: next(z)
    outputs = lambda gate: torch.nonzero(gate > 0).flatten()
    gate = take()
    live = outputs(gate)
    stem, blocks = network.stem.kept(torch.arange(1), live, gate), []
    volume = len(live) * 28 * 28
    side = 28
    for conv1, conv2, shortcut, *_ in network.blocks:
        side = (side + conv1.stride - 1) // conv1.stride
        first, second = take(), take()
        inner, branch = outputs(first), outputs(second)
        if len(inner) == 0 or len(branch) == 0:
            inner = branch = branch[:0]
        if shortcut is None:
            through, small = live, None
        else:
            third = take()
            through = outputs(third)
            small = shortcut.kept(live, through, third)
            volume += len(through) * side * side
        union = torch.unique(torch.cat([branch, through]))
        at = lambda channels: None if len(channels) == len(union) else torch.searchsorted(union, channels)
        volume += (len(inner) + len(branch)) * side * side
        if len(inner) == 0:
            blocks.append((None, None, small, len(union), None, at(through)))
        else:
            blocks.append((conv1.kept(live, inner, first), conv2.kept(inner, branch, second), small, len(union), at(branch),
                           at(through)))
        live = union
    return Network(stem, blocks, network.weight.detach()[:, live], network.bias.detach()), volume


def tune(network, splits, teacher):
    optimizer = weight_optimizer(network, 3e-3)
    steps, step = tune_epochs * (len(splits["train"][1]) // BATCH), 0
    for _ in range(tune_epochs):
        for images, labels, soft in epoch_batches(splits, teacher):
            for group in optimizer.param_groups:
                group["lr"] = 3e-3 * 0.5 * (1 + math.cos(math.pi * step / steps))
            optimizer.zero_grad(set_to_none=True)
            loss_of(network(images, True), labels, soft).backward()
            optimizer.step()
            step += 1


def accuracy(network, splits):
    images, labels = splits["test"]
    return (logits_of(network, images).argmax(1) == labels).float().mean().item()


def peak_megabytes():
    """Most memory held at once; getrusage would tell that of the process that started this one."""
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) / 1024


def main():
    splits, network = load(), dense_network()
    before = accuracy(network, splits)
    start = time.perf_counter()
    images = splits["train"][0]
    teacher = [logits_of(network, images), logits_of(network, images.flip(3))]
    taught = time.perf_counter()
    log_alpha, sizes, areas, dense = prune(network, splits, teacher)
    small, volume = compact(network, log_alpha, sizes)
    pruned = time.perf_counter()
    tune(small, splits, teacher)
    tuned = time.perf_counter()
    print(json.dumps({"seconds": tuned - start, "teacherSeconds": taught - start, "pruneSeconds": pruned - taught,
                      "tuneSeconds": tuned - pruned, "volumeRatio": volume / dense, "denseAccuracy": before,
                      "testAccuracy": accuracy(small, splits),
                      "peakMegabytes": peak_megabytes()}))


main()
