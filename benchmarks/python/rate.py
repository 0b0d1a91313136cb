# rate.py RULE N DTYPE SECONDS CHECK: the plastic rate step in NumPy (as in a notebook, and at its best), Numba and PyTorch; one JSON line each.
#   r <- r + h (-r + tanh(W r + I));  oja: W <- W + eta (r r' - r^2 W);  trace: W <- clip(W + eta (r p' - m r'), 0, wmax), p <- 0.95 p + r, m <- 0.9 m + r
import json, math, sys, time
import numpy as np

rule, n, dtype, budget, check = sys.argv[1], int(sys.argv[2]), np.dtype(sys.argv[3]).type, float(sys.argv[4]), sys.argv[5] == "1"
H, ALPHA, DP, DM = 0.1, 1.0, 0.95, 0.9
ETA, WMAX = 0.01 / n, 2.0 / n


def setup():
    g = np.random.default_rng(1)
    w = g.random((n, n)) * WMAX if rule == "trace" else g.standard_normal((n, n)) * 1.5 / np.sqrt(n)
    return w.astype(dtype), (0.1 * g.standard_normal(n)).astype(dtype), (0.5 * g.standard_normal(n)).astype(dtype)


def same_start():
    """The numbers that the C program starts from, for the check of values."""
    s = 88172645463325252
    mask = (1 << 64) - 1

    def u01():
        nonlocal s
        s ^= (s << 13) & mask
        s ^= s >> 7
        s ^= (s << 17) & mask
        return (s >> 11) * (1.0 / 9007199254740992.0)

    def gauss():
        radius = math.sqrt(-2 * math.log(u01() + 1e-300))
        return radius * math.cos(6.283185307179586 * u01())

    w, r, i = np.empty((n, n)), np.empty(n), np.empty(n)
    for a in range(n):
        for b in range(n):
            w[a, b] = u01() * WMAX if rule == "trace" else gauss() * 1.5 / math.sqrt(n)
        r[a] = 0.1 * gauss()
        i[a] = 0.5 * gauss()
    return w.astype(dtype), r.astype(dtype), i.astype(dtype)


def notebook(start):
    W, r, I = start
    xp, xm = np.zeros(n, dtype), np.zeros(n, dtype)
    h, alpha, dp, dm, eta, wmax = (dtype(x) for x in (H, ALPHA, DP, DM, ETA, WMAX))

    def advance(k):
        nonlocal W, r, xp, xm
        for _ in range(k):
            r = r + h * (-r + np.tanh(W @ r + I))
            if rule == "oja":
                W = W + eta * (np.outer(r, r) - alpha * (r ** 2)[:, None] * W)
            else:
                W = np.clip(W + eta * (np.outer(r, xp) - np.outer(xm, r)), 0, wmax)
                xp = dp * xp + r
                xm = dm * xm + r
    return advance, lambda: r


def at_its_best(start):
    from scipy.linalg.blas import dger, sger
    W, r, I = start
    xp, xm, y, c = np.zeros(n, dtype), np.zeros(n, dtype), np.empty(n, dtype), np.empty((n, 1), dtype)
    ger = sger if dtype == np.float32 else dger
    h, alpha, dp, dm, eta, wmax, one = (dtype(x) for x in (H, ALPHA, DP, DM, ETA, WMAX, 1))

    def advance(k):
        for _ in range(k):
            np.dot(W, r, out=y)
            np.add(y, I, out=y)
            np.tanh(y, out=y)
            np.subtract(y, r, out=y)
            np.multiply(y, h, out=y)
            np.add(r, y, out=r)
            if rule == "oja":
                np.multiply(r, r, out=c[:, 0])
                np.multiply(c, -eta * alpha, out=c)
                np.add(c, one, out=c)
                np.multiply(W, c, out=W)
                ger(eta, r, r, a=W.T, overwrite_a=1)
            else:
                ger(eta, xp, r, a=W.T, overwrite_a=1)
                ger(-eta, r, xm, a=W.T, overwrite_a=1)
                np.maximum(W, 0, out=W)
                np.minimum(W, wmax, out=W)
                np.multiply(xp, dp, out=xp)
                np.add(xp, r, out=xp)
                np.multiply(xm, dm, out=xm)
                np.add(xm, r, out=xm)
    return advance, lambda: r


def with_numba(start):
    from numba import njit
    W, r, I = start
    xp, xm = np.zeros(n, dtype), np.zeros(n, dtype)

    @njit(fastmath=True)
    def oja(k, W, r, I, h, eta, alpha, one):
        y = np.empty_like(r)
        for _ in range(k):
            for i in range(r.size):
                y[i] = r[i] + h * (np.tanh(np.dot(W[i], r) + I[i]) - r[i])
            r[:] = y
            for i in range(r.size):
                row, a = W[i], eta * r[i]
                c = one - alpha * a * r[i]
                for j in range(r.size):
                    row[j] = row[j] * c + a * r[j]

    @njit(fastmath=True)
    def trace(k, W, r, I, xp, xm, h, eta, wmax, dp, dm, zero):
        y = np.empty_like(r)
        for _ in range(k):
            for i in range(r.size):
                y[i] = r[i] + h * (np.tanh(np.dot(W[i], r) + I[i]) - r[i])
            r[:] = y
            for i in range(r.size):
                row, a, b = W[i], eta * r[i], eta * xm[i]
                for j in range(r.size):
                    row[j] = min(max(row[j] + a * xp[j] - b * r[j], zero), wmax)
            for i in range(r.size):
                xp[i] = dp * xp[i] + r[i]
                xm[i] = dm * xm[i] + r[i]

    if rule == "oja":
        return (lambda k: oja(k, W, r, I, dtype(H), dtype(ETA), dtype(ALPHA), dtype(1))), lambda: r
    return (lambda k: trace(k, W, r, I, xp, xm, dtype(H), dtype(ETA), dtype(WMAX), dtype(DP), dtype(DM), dtype(0))), lambda: r


def with_torch(start):
    import torch
    torch.set_num_threads(1)
    torch.set_grad_enabled(False)
    W, r, I = (torch.from_numpy(x) for x in start)
    xp, xm, y = torch.zeros_like(r), torch.zeros_like(r), torch.empty_like(r)

    def advance(k):
        for _ in range(k):
            torch.mv(W, r, out=y)
            y.add_(I).tanh_().sub_(r)
            r.add_(y, alpha=H)
            if rule == "oja":
                W.mul_(1 - ETA * ALPHA * (r * r).unsqueeze(1)).addr_(r, r, alpha=ETA)
            else:
                W.addr_(r, xp, alpha=ETA).addr_(xm, r, alpha=-ETA).clamp_(0, WMAX)
                xp.mul_(DP).add_(r)
                xm.mul_(DM).add_(r)
    return advance, lambda: r.numpy()


for name, make in (("NumPy, notebook", notebook), ("NumPy, in place", at_its_best), ("Numba", with_numba), ("PyTorch", with_torch)):
    try:
        line = {"impl": name}
        if check and n <= 500:
            advance, rates = make(same_start())
            advance(40)
            line["check"] = float(np.sqrt(np.mean(rates().astype(float) ** 2)))
        advance, _ = make(setup())
        advance(1)
        t = time.process_time()
        advance(2)
        one = max(1e-6, (time.process_time() - t) / 2)
        count = max(1, int(budget / 7 / one))
        slices = []
        for _ in range(7):
            t = time.process_time()
            advance(count)
            slices.append((time.process_time() - t) / count)
        line["cpu_med"] = float(np.median(slices))
        print(json.dumps(line), flush=True)
    except ImportError as missing:
        print(json.dumps({"impl": name, "skipped": f"not installed ({missing.name})"}), flush=True)
