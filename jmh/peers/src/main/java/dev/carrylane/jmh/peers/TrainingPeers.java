package dev.carrylane.jmh.peers;

import dev.carrylane.engine.Engine;
import dev.carrylane.jmh.Benchmarks;
import dev.carrylane.jmh.MusicTraining;
import java.util.concurrent.TimeUnit;
import org.bytedeco.pytorch.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One training step of a music model on a sequence of 60 frames, beside PyTorch on the CPU: forward, back and Adam. {@code clrnn} is the
 * same model on both sides; {@code clrnn-exact} is beside an LSTM with about as many parameters.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
public class TrainingPeers {
  /** Made by JMH. */
  public TrainingPeers() {}

  /** Carrylane's side. */
  @State(Scope.Benchmark)
  public static class Ours {
    /** The model. */
    @Param({"clrnn", "clrnn-exact"})
    public String model;

    /** Threads that work. */
    @Param({"1", "2"})
    public int threads;

    MusicTraining training;

    /** Made by JMH. */
    public Ours() {}

    /** Makes the trainer. */
    @Setup
    public void prepare() {
      training = MusicTraining.of(model, Benchmarks.engine(threads));
    }
  }

  /** PyTorch's side. */
  @State(Scope.Benchmark)
  public static class Theirs {
    /** The model that ours is beside. */
    @Param({"clrnn", "clrnn-exact"})
    public String model;

    /** Threads that work. */
    @Param({"1", "2"})
    public int threads;

    TorchTraining training;
    Tensor[] x;
    Tensor[] targets;
    int next;

    /** Made by JMH. */
    public Theirs() {}

    /** Makes the model. */
    @Setup
    public void prepare() {
      boolean same = model.equals("clrnn");
      MusicTraining ours = MusicTraining.of(same ? model : "lstm", Engine.singleThreaded());
      training =
          new TorchTraining(
              same ? TorchTraining.Kind.CARRY_LOOKAHEAD : TorchTraining.Kind.LSTM,
              ours.start(),
              same ? MusicTraining.DROPOUT : 0,
              MusicTraining.LEARNING_RATE,
              threads);
      x = TorchTraining.sequences(ours.x());
      targets = TorchTraining.sequences(ours.targets());
    }

    /** Gives memory back. */
    @TearDown
    public void close() {
      training.close();
    }
  }

  /**
   * Ours.
   *
   * @param ours the trainer
   * @return the loss
   */
  @Benchmark
  public double carrylane(Ours ours) {
    return ours.training.step();
  }

  /**
   * Theirs.
   *
   * @param theirs the model
   * @return the loss
   */
  @Benchmark
  public double pytorch(Theirs theirs) {
    int sequence = theirs.next;
    theirs.next = sequence + 1 == MusicTraining.SEQUENCES ? 0 : sequence + 1;
    return theirs.training.step(theirs.x[sequence], theirs.targets[sequence]);
  }
}
