package dev.carrylane.network.layer;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a layer is, apart from its trained values and from the width of its input frames, which the layer before it
 * gives. A record for each kind; immutable. {@link Layers} has short names for all of them.
 */
public sealed interface LayerDescription
    permits Sequential,
        Linear,
        Convolution,
        RecurrentDescription,
        Bidirectional,
        CarryLookahead,
        ExactCarry,
        MinGru,
        MinLstm,
        LinearRecurrentUnit,
        LayerNorm,
        RmsNorm,
        Embedding,
        Pointwise,
        Dropout,
        Residual,
        FlattenedLinear,
        Overlap,
        WindowConvolution,
        Magnitude,
        WithinFrame,
        Beside,
        Nade {
  /** {@return the kind, which says which record this is} */
  LayerKind kind();

  /**
   * The width of an output frame.
   *
   * @param inputs the width of an input frame
   * @return channels
   * @throws IllegalArgumentException if the layer can't take frames of that width
   */
  int outputs(int inputs);

  /**
   * The trained values, listed once for everybody: reading, checking, initialising, counting, importing.
   *
   * @param inputs the width of an input frame
   * @return names, shapes and what training starts from, in order
   */
  List<ParameterSpec> parameters(int inputs);

  /**
   * The memory of one sequence.
   *
   * @param inputs the width of an input frame
   * @return floats; 0 for a layer that remembers nothing
   */
  default long stateSize(int inputs) {
    return 0;
  }

  /**
   * How many input frames an output depends on, its own included.
   *
   * @param inputs the width of an input frame
   * @return frames; empty where every earlier frame counts; 1 for a layer that looks at each frame alone
   */
  default OptionalLong receptiveField(int inputs) {
    return OptionalLong.of(1);
  }

  /**
   * Whether an output depends on no later frame, so that the layer can go step by step.
   *
   * @return false if it needs whole sequences
   */
  default boolean isCausal() {
    return true;
  }

  /**
   * The hyper-parameters as model files have them.
   *
   * @return whole numbers, numbers, texts, truth values, and lists of maps for layers inside, by name
   */
  Map<String, Object> settings();
}
