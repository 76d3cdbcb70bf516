package dev.carrylane.engine.scan;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.internal.choice.Kernels;
import dev.carrylane.engine.internal.kernel.ComplexGradientKernel;
import dev.carrylane.engine.internal.kernel.ComplexOperand;
import java.util.Arrays;

/** The way back through a complex scan. */
final class ComplexGradientRecurrence extends GradientRecurrence<float[]> {
  private final Backend backend;

  /** Of this call. */
  private ComplexGradientKernel kernel;

  /** States before a step from h. */
  private final ComplexGradientKernel.Operands on = new ComplexGradientKernel.Operands();

  /** Those before the first step of a sequence from the initial states. */
  private final ComplexGradientKernel.Operands onInitial = new ComplexGradientKernel.Operands();

  /** Those before a step that begins at zero: anything, p here, because dp is not what it gives. */
  private final ComplexGradientKernel.Operands onNothing = new ComplexGradientKernel.Operands();

  private float[] negativeZeros = {};

  ComplexGradientRecurrence(Backend backend) {
    super(ScanAbilities.serial(2, 2), new float[0], 2);
    this.backend = backend;
  }

  @Override
  void bind() {
    kernel = Kernels.of(backend).scans().complexGradient();
    set(on.p, p);
    set(on.before, h);
    set(exclusive ? on.ahead : on.after, dh);
    set(on.dp, dp);
    set(on.dg, dg);
    if (negativeZeros.length < 2 * at.channels) {
      negativeZeros = new float[2 * at.channels];
      Arrays.fill(negativeZeros, -0f);
    }
    (exclusive ? on.after : on.ahead).set(negativeZeros, 0, 2);
    onInitial.setAllButStates(on);
    onInitial.before.set(before.array, 0, 2);
    onNothing.setAllButStates(on);
    onNothing.before.set(on.p);
  }

  private static void set(ComplexOperand operand, Region<float[]> region) {
    operand.set(region.array, region.timeStride(), region.channelStride());
  }

  @Override
  void release() {
    super.release();
    on.clear();
    onInitial.clear();
    onNothing.clear();
  }

  /** Scans the steps between two resets, all at once. */
  @Override
  void scan(
      int sequence, int first, int steps, int from, int to, int state, ScanSchedule schedule) {
    int last = first + steps - 1;
    boolean cut = isCut(sequence, last + 1);
    boolean fromZero = cut || last + 1 < at.steps(sequence) || !before.isGiven();
    if (exclusive) {
      int beforeAt = h.index(sequence, first, from);
      scan(on, beforeAt, sequence, first, steps, from, to, state);
    } else {
      if (steps > 1) {
        int beforeAt = h.index(sequence, first + 1, from);
        scan(on, beforeAt, sequence, first, steps - 1, from, to, state);
      }
      if (fromZero) {
        int beforeAt = p.index(sequence, last, from);
        scan(onNothing, beforeAt, sequence, last, 1, from, to, state);
      } else {
        int beforeAt = before.index(sequence, 0, from);
        scan(onInitial, beforeAt, sequence, last, 1, from, to, state);
      }
    }
    if (fromZero) {
      clearPropagate(sequence, last, from, to);
    }
    if (cut) {
      zero(states, state, (to - from) * 2);
    }
  }

  /** What a state of zero is multiplied by does not matter, not even if it is infinite. */
  private void clearPropagate(int sequence, int step, int from, int to) {
    int place = dp.index(sequence, step, from);
    for (int c = from; c < to; c++) {
      on.dp.array[place] = 0;
      on.dp.array[place + 1] = 0;
      place += on.dp.channel;
    }
  }

  private void scan(
      ComplexGradientKernel.Operands operands,
      int beforeAt,
      int sequence,
      int first,
      int steps,
      int from,
      int to,
      int state) {
    int dhAt = dh.index(sequence, first, from);
    int nothingAt = from * 2;
    kernel.scan(
        operands,
        steps,
        to - from,
        p.index(sequence, first, from),
        beforeAt,
        exclusive ? nothingAt : dhAt,
        exclusive ? dhAt : nothingAt,
        dp.index(sequence, first, from),
        dg.index(sequence, first, from),
        states,
        state);
  }
}
