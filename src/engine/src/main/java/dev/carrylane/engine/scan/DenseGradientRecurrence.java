package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.DenseGradientKernel;

/** The gradient of the affine recurrence of square blocks. */
final class DenseGradientRecurrence extends GradientRecurrence<float[]> {
  private final Backend backend;

  /** Of this call. */
  private DenseGradientKernel kernel;

  private final int n;
  private final DenseGradientKernel.Operands on = new DenseGradientKernel.Operands();
  private float[] scratch = {};

  /** The blocks are read, and as many gradients written. */
  DenseGradientRecurrence(Backend backend, int n) {
    super(ScanAbilities.serial(n, 2 * n * n), new float[0], n * n);
    this.n = n;
    this.backend = backend;
  }

  /** Results are apart from everything but the gradients of results, which dg may take the place of. */
  @Override
  void checkInPlace() {
    dp.checkApart(p);
    dp.checkApart(h);
    dp.checkApart(dh);
    dg.checkApart(p);
    dg.checkApart(h);
    dh.checkInPlace(dg);
    last.checkApart(before);
  }

  @Override
  void bind() {
    kernel = Kernels.of(backend).scans().denseGradient();
    on.n = n;
    on.exclusive = exclusive;
    on.p = p.array;
    on.pStep = p.timeStride();
    on.pChannel = p.channelStride();
    on.upstream = dh.array;
    on.upstreamStep = dh.timeStride();
    on.upstreamChannel = dh.channelStride();
    on.dp = dp.array;
    on.dg = dg.array;
    on.dgStep = dg.timeStride();
    on.dgChannel = dg.channelStride();
  }

  @Override
  void release() {
    super.release();
    on.clear();
  }

  @Override
  void reserveScratch(int slots) {
    int wanted = slots * 2 * n;
    if (scratch.length < wanted) {
      scratch = new float[wanted];
    }
  }

  /** Steps up to the last of a piece have the state before them from the scan, that one the initial state or zero. */
  @Override
  void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule) {
    int end = first + steps - 1;
    if (end > first) {
      int row = exclusive ? first : first + 1;
      int place = h.index(sequence, row, from);
      int step = h.timeStride();
      run(sequence, first, end - first, from, to, state, h.array, place, step, h.channelStride());
    }
    if (isCut(sequence, end + 1)) {
      run(sequence, end, 1, from, to, state, null, 0, 0, 0);
      zero(states, state, (to - from) * n);
    } else {
      int place = before.index(sequence, 0, from);
      run(sequence, end, 1, from, to, state, before.array, place, 0, n);
    }
  }

  private void run(
      int sequence,
      int step,
      int steps,
      int from,
      int to,
      int state,
      float[] past,
      int pastAt,
      int pastStep,
      int pastChannel) {
    kernel.run(
        on,
        steps,
        to - from,
        p.index(sequence, step, from),
        dh.index(sequence, step, from),
        dp.index(sequence, step, from),
        dg.index(sequence, step, from),
        past,
        pastAt,
        pastStep,
        pastChannel,
        states,
        state,
        scratch,
        slotOf(state) * 2 * n);
  }
}
