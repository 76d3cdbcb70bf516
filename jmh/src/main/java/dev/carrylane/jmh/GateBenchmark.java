package dev.carrylane.jmh;

import dev.carrylane.engine.Backend;
import dev.carrylane.engine.activation.Elementwise;
import dev.carrylane.engine.activation.GruCell;
import dev.carrylane.engine.activation.LstmCell;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The state updates of gated cells, fused and as one elementwise pass after the other. The separate
 * passes activate the gates in place, so they find them activated from the second call on, which costs
 * the same.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public class GateBenchmark {
  private static final int LSTM_GATES = 4;
  private static final int GRU_GATES = 3;

  /** Units of a cell. */
  @Param({"64", "128", "256", "512"})
  public int units;

  /** Streams that step together. */
  @Param({"1", "8"})
  public int streams;

  private Backend backend;
  private float[] gates;
  private float[] recurrent;
  private float[] cell;
  private float[] hidden;

  /** Made by JMH. */
  public GateBenchmark() {}

  /** Makes gates and states. */
  @Setup
  public void prepare() {
    backend = Benchmarks.backend();
    gates = Benchmarks.values(streams * LSTM_GATES * units, 1);
    recurrent = Benchmarks.values(streams * GRU_GATES * units, 2);
    cell = Benchmarks.values(streams * units, 3);
    hidden = Benchmarks.values(streams * units, 4);
  }

  /**
   * LSTM in one pass.
   *
   * @return the hidden values
   */
  @Benchmark
  public float[] lstm() {
    LstmCell.update(
        backend, streams, units, gates, 0, LSTM_GATES * units, cell, 0, units, hidden, 0, units);
    return hidden;
  }

  /**
   * LSTM in six passes.
   *
   * @return the hidden values
   */
  @Benchmark
  public float[] lstmSeparate() {
    for (int stream = 0; stream < streams; stream++) {
      int input = stream * LSTM_GATES * units;
      int forget = input + units;
      int candidate = forget + units;
      int output = candidate + units;
      int state = stream * units;
      Elementwise.sigmoid(backend, gates, input, gates, input, 2 * units);
      Elementwise.tanh(backend, gates, candidate, gates, candidate, units);
      Elementwise.sigmoid(backend, gates, output, gates, output, units);
      for (int i = 0; i < units; i++) {
        float product = gates[input + i] * gates[candidate + i];
        cell[state + i] = Math.fma(gates[forget + i], cell[state + i], product);
      }
      Elementwise.tanh(backend, cell, state, hidden, state, units);
      for (int i = 0; i < units; i++) {
        hidden[state + i] *= gates[output + i];
      }
    }
    return hidden;
  }

  /**
   * GRU in one pass.
   *
   * @return the hidden values
   */
  @Benchmark
  public float[] gru() {
    GruCell.update(
        backend,
        streams,
        units,
        gates,
        0,
        GRU_GATES * units,
        recurrent,
        0,
        GRU_GATES * units,
        hidden,
        0,
        units,
        hidden,
        0,
        units);
    return hidden;
  }

  /**
   * GRU in five passes.
   *
   * @return the hidden values
   */
  @Benchmark
  public float[] gruSeparate() {
    for (int stream = 0; stream < streams; stream++) {
      int reset = stream * GRU_GATES * units;
      int update = reset + units;
      int candidate = update + units;
      int state = stream * units;
      for (int i = reset; i < candidate; i++) {
        gates[i] += recurrent[i];
      }
      Elementwise.sigmoid(backend, gates, reset, gates, reset, 2 * units);
      for (int i = 0; i < units; i++) {
        gates[candidate + i] =
            Math.fma(gates[reset + i], recurrent[candidate + i], gates[candidate + i]);
      }
      Elementwise.tanh(backend, gates, candidate, gates, candidate, units);
      for (int i = 0; i < units; i++) {
        float z = gates[update + i];
        float n = gates[candidate + i];
        hidden[state + i] = Math.fma(z, hidden[state + i], Math.fma(-z, n, n));
      }
    }
    return hidden;
  }
}
