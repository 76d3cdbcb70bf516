package dev.carrylane.jmh.peers;

import dev.carrylane.jmh.Models;
import dev.carrylane.jmh.MusicTraining;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Training steps of a music model in PyTorch on the CPU: Adam on the mean over frames of the Bernoulli loss of 88 notes. Forward as
 * PyTorch's users write it: {@code conv1d} on weight-normalised kernels, {@code lstm}, {@code linear}, {@code dropout}.
 */
final class TorchTraining implements AutoCloseable {
  private static final int NOTES = Models.NOTES;

  /** The kinds of models. */
  enum Kind {
    /** The carry-lookahead network of the paper. */
    CARRY_LOOKAHEAD,
    /** An LSTM with a linear decoder. */
    LSTM
  }

  private final PointerScope scope = new PointerScope();
  private final Kind kind;
  private final double dropout;
  private final List<org.bytedeco.pytorch.Tensor> parameters = new ArrayList<>();
  private final Adam adam;

  /**
   * A model with its optimiser.
   *
   * @param start the tensors that Carrylane starts from, in its order
   * @param threads threads of PyTorch, for the whole process
   */
  TorchTraining(Kind kind, Parameters start, double dropout, double learningRate, int threads) {
    this.kind = kind;
    this.dropout = dropout;
    torch.set_num_threads(threads);
    TensorVector vector = new TensorVector();
    for (Map.Entry<String, Tensor> entry : start.tensors().entrySet()) {
      org.bytedeco.pytorch.Tensor tensor = of(entry.getValue());
      tensor.requires_grad_(true);
      parameters.add(tensor);
      vector.push_back(tensor);
    }
    AdamOptions options = new AdamOptions(learningRate);
    adam = new Adam(vector, options);
  }

  private static org.bytedeco.pytorch.Tensor of(Tensor tensor) {
    int[] shape = tensor.shape();
    long[] sizes = new long[shape.length];
    for (int i = 0; i < shape.length; i++) {
      sizes[i] = shape[i];
    }
    return tensor(tensor.toArray(), sizes);
  }

  /** A tensor of its own memory. */
  static org.bytedeco.pytorch.Tensor tensor(float[] values, long... sizes) {
    try (FloatPointer pointer = new FloatPointer(values)) {
      return torch.from_blob(pointer, sizes).clone();
    }
  }

  /** A tensor for each sequence of {@link MusicTraining}. */
  static org.bytedeco.pytorch.Tensor[] sequences(float[] frames) {
    org.bytedeco.pytorch.Tensor[] sequences =
        new org.bytedeco.pytorch.Tensor[MusicTraining.SEQUENCES];
    int length = MusicTraining.FRAMES * NOTES;
    for (int i = 0; i < sequences.length; i++) {
      float[] sequence = Arrays.copyOfRange(frames, i * length, (i + 1) * length);
      sequences[i] = tensor(sequence, MusicTraining.FRAMES, NOTES);
    }
    return sequences;
  }

  /**
   * One step.
   *
   * @param x frames × 88
   * @param targets frames × 88
   * @return the loss before it, the mean over frames
   */
  @SuppressWarnings("try") // the scope frees native memory at its end, and is used for nothing else
  double step(org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor targets) {
    try (PointerScope step = new PointerScope()) {
      adam.zero_grad();
      org.bytedeco.pytorch.Tensor logits =
          kind == Kind.LSTM ? lstm(x.unsqueeze(1)).squeeze(1) : carryLookahead(x);
      org.bytedeco.pytorch.Tensor loss =
          torch.binary_cross_entropy_with_logits(logits, targets).mul(new Scalar((float) NOTES));
      loss.backward();
      adam.step();
      return loss.item_double();
    }
  }

  private org.bytedeco.pytorch.Tensor carryLookahead(org.bytedeco.pytorch.Tensor x) {
    int next = 0;
    org.bytedeco.pytorch.Tensor carry = x.t().unsqueeze(0);
    int levels = (parameters.size() - 6) / 3;
    for (int level = 0; level < levels; level++) {
      org.bytedeco.pytorch.Tensor v = parameters.get(next++);
      org.bytedeco.pytorch.Tensor g = parameters.get(next++);
      org.bytedeco.pytorch.Tensor bias = parameters.get(next++);
      org.bytedeco.pytorch.Tensor kernel = v.mul(g.div(torch.norm_except_dim(v, 2, 0)));
      long reach = (v.size(2) - 1) << level;
      carry =
          torch.conv1d(
              torch.pad(carry, reach, 0),
              kernel,
              new org.bytedeco.pytorch.TensorOptional(bias),
              new long[] {1},
              new long[] {0},
              new long[] {1L << level},
              1);
      carry = drop(torch.relu(carry));
    }
    carry = carry.squeeze(0).t();
    org.bytedeco.pytorch.Tensor cell =
        torch.tanh(
            torch
                .linear(x, parameters.get(next), parameters.get(next + 2))
                .add(torch.linear(carry, parameters.get(next + 1), parameters.get(next + 3))));
    return torch.linear(cell, parameters.get(next + 4), parameters.get(next + 5));
  }

  private org.bytedeco.pytorch.Tensor drop(org.bytedeco.pytorch.Tensor x) {
    return dropout > 0 ? torch.dropout(x, dropout, true) : x;
  }

  private org.bytedeco.pytorch.Tensor lstm(org.bytedeco.pytorch.Tensor x) {
    TensorVector weights = new TensorVector();
    for (int i = 0; i < 4; i++) {
      weights.push_back(parameters.get(i));
    }
    long hidden = parameters.get(1).size(1);
    org.bytedeco.pytorch.Tensor zeros = tensor(new float[(int) hidden], 1, 1, hidden);
    TensorVector states = new TensorVector(zeros, zeros.clone());
    org.bytedeco.pytorch.Tensor h =
        torch.lstm(x, states, weights, true, 1, 0, true, false, false).get0();
    return torch.linear(h, parameters.get(4), parameters.get(5));
  }

  @Override
  public void close() {
    scope.close();
  }
}
