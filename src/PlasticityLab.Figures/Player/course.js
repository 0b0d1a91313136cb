// Two letters that follow each other: how their activity moves, and the course from a state. The living figure of a report and the live lab.
const clamp = (x, low, high) => Math.min(high, Math.max(low, x));

/** The two-assembly system: one equation with the program's own (Figures/Player/TwoAssemblies.cs). */
export function field(s, x, y) {
  if (s.field) return s.field(x, y); // another system of two
  const phi = u => 1 / (1 + Math.exp(clamp(-s.beta * (u - s.theta), -50, 50)));
  const rate = (r, recurrent, adapted) =>
    (-r + phi(s.gain * recurrent - s.inhibition * Math.max(0, x + y + s.outside - s.threshold) - adapted)) / s.tau;
  return [rate(x, s.self * x + s.backward * y, s.adapted), rate(y, s.self * y + s.forward * x, 0)];
}

/** The course from a state: Runge and Kutta's method, the program's steps. */
export function course(s, x, y, step, steps, every) {
  const points = [[x, y]];
  for (let k = 1; k <= steps; k++) {
    const a = field(s, x, y), b = field(s, x + step / 2 * a[0], y + step / 2 * a[1]);
    const c = field(s, x + step / 2 * b[0], y + step / 2 * b[1]), d = field(s, x + step * c[0], y + step * c[1]);
    x += step / 6 * (a[0] + 2 * b[0] + 2 * c[0] + d[0]);
    y += step / 6 * (a[1] + 2 * b[1] + 2 * c[1] + d[1]);
    if (k % every === 0) points.push([x, y]);
  }
  return points;
}
