package dev.carrylane.engine.internal.choice;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.KernelState;
import dev.carrylane.engine.WarmUp;
import dev.carrylane.engine.internal.kernel.ActivationKernel;
import dev.carrylane.engine.internal.kernel.GateKernel;
import dev.carrylane.engine.internal.kernel.KernelSet;
import dev.carrylane.engine.internal.kernel.ScanKernelSet;
import dev.carrylane.engine.internal.scalar.ScalarKernels;
import dev.carrylane.engine.internal.tier.Choice;
import dev.carrylane.engine.internal.tier.WarmUpQueue;
import dev.carrylane.engine.internal.vector.VectorKernels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The kernels of a backend, to be asked for at every call: those of one set, or of two sets with the same bits, of
 * which the vector kernels take over one by one, when they are proved. Shared by any number of threads.
 */
public final class Kernels {
  /** Written while {@link Backend} is initialised, so that whoever has a backend sees it. */
  private static Function<Backend, Kernels> access;

  private final WarmUpQueue queue;
  private final Choices<KernelSet> choices;
  private final Choices<ScanKernelSet> scanChoices;
  private final FloatGemmChoice floatGemm;
  private final List<Choice<ActivationKernel>> activations = new ArrayList<>();
  private final Choice<GateKernel> lstm;
  private final Choice<GateKernel> gru;

  /** These two are made when somebody needs them: most networks never do, and their first second is short. */
  private volatile DoubleGemmChoice doubleGemm;

  private volatile ScanKernels scans;

  private Kernels(
      Choices<KernelSet> choices, Choices<ScanKernelSet> scanChoices, WarmUpQueue queue) {
    this.choices = choices;
    this.scanChoices = scanChoices;
    this.queue = queue;
    floatGemm = new FloatGemmChoice(choices);
    for (ActivationKernel.Function function : ActivationKernel.Function.values()) {
      activations.add(
          choices.of(
              function.toString().toLowerCase(Locale.ROOT).replace('_', '-'),
              KernelSet::activation,
              () -> CellRehearsals.of(function)));
    }
    lstm = choices.of("LSTM cell", KernelSet::gates, CellRehearsals::lstm);
    gru = choices.of("GRU cell", KernelSet::gates, CellRehearsals::gru);
  }

  /** The scalar kernels alone. */
  public static Kernels scalar() {
    return Scalar.ONLY;
  }

  /** The vector kernels alone, which are not even loaded before. */
  public static Kernels vector() {
    return Vector.ONLY;
  }

  /** Scalar kernels, until vector kernels are proved. */
  public static Kernels proved(WarmUp mode, Supplier<String> obstacle) {
    WarmUpQueue queue = new WarmUpQueue(mode, obstacle);
    return new Kernels(
        Choices.proved(Kernels::scalarSet, Kernels::vectorSet, queue),
        Choices.proved(ScalarKernels::scans, VectorKernels::scans, queue),
        queue);
  }

  /** The kernels of a backend. */
  public static Kernels of(Backend backend) {
    return access.apply(backend);
  }

  /** Called once, by the backend. */
  public static void install(Function<Backend, Kernels> kernelsOf) {
    access = kernelsOf;
  }

  /** Proves, on this thread, every kernel that was asked for. */
  public Duration warmUp() {
    return queue == null ? Duration.ZERO : queue.finish();
  }

  /** The kernels that were asked for and what became of them. */
  public List<KernelState> states() {
    return queue == null ? List.of() : queue.states();
  }

  /** Matrix products of floats. */
  public FloatGemmChoice floatGemm() {
    return floatGemm;
  }

  /** Matrix products of doubles. */
  public DoubleGemmChoice doubleGemm() {
    DoubleGemmChoice known = doubleGemm;
    return known != null ? known : makeDoubleGemm();
  }

  private synchronized DoubleGemmChoice makeDoubleGemm() {
    if (doubleGemm == null) {
      doubleGemm = new DoubleGemmChoice(choices);
    }
    return doubleGemm;
  }

  /** An elementwise function. */
  public ActivationKernel activation(ActivationKernel.Function function) {
    return activations.get(function.ordinal()).get();
  }

  /** Steps of LSTM cells. */
  public GateKernel lstm() {
    return lstm.get();
  }

  /** Steps of GRU cells. */
  public GateKernel gru() {
    return gru.get();
  }

  /** Scans and the adder. */
  public ScanKernels scans() {
    ScanKernels known = scans;
    return known != null ? known : makeScans();
  }

  private synchronized ScanKernels makeScans() {
    if (scans == null) {
      scans = new ScanKernels(scanChoices);
    }
    return scans;
  }

  private static KernelSet scalarSet() {
    return ScalarKernels.SET;
  }

  private static KernelSet vectorSet() {
    return VectorKernels.SET;
  }

  private static final class Scalar {
    static final Kernels ONLY =
        new Kernels(Choices.only(Kernels::scalarSet), Choices.only(ScalarKernels::scans), null);
  }

  private static final class Vector {
    static final Kernels ONLY =
        new Kernels(Choices.only(Kernels::vectorSet), Choices.only(VectorKernels::scans), null);
  }
}
