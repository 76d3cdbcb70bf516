package dev.carrylane.network.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** What PyTorch's recurrent layers have in common: one or several layers of units, each fed by the one before it. */
public sealed interface RecurrentDescription extends LayerDescription permits Recurrent, Lstm, Gru {
  /** More layers than this nobody has. */
  int MOST_LAYERS = 64;

  /** {@return units of a layer} */
  int hidden();

  /** {@return layers} */
  int layers();

  /** {@return whether there are biases, two for each gate as PyTorch has them} */
  boolean bias();

  /** {@return gates of a unit: rows of the weights for each unit} */
  int gates();

  /** {@return floats that a unit remembers} */
  int memory();

  @Override
  default int outputs(int inputs) {
    return hidden();
  }

  @Override
  default List<ParameterSpec> parameters(int inputs) {
    List<ParameterSpec> specs = new ArrayList<>();
    for (int layer = 0; layer < layers(); layer++) {
      add(specs, "_l" + layer, layer == 0 ? inputs : hidden());
    }
    return specs;
  }

  /**
   * Adds the tensors of one layer in one direction.
   *
   * @param specs the list to add to
   * @param suffix the end of their names
   * @param inputs the width of an input frame
   */
  default void add(List<ParameterSpec> specs, String suffix, int inputs) {
    int rows = gates() * hidden();
    Initializer initializer = Initializer.fanIn(hidden());
    specs.add(new ParameterSpec("weight_ih" + suffix, initializer, rows, inputs));
    specs.add(new ParameterSpec("weight_hh" + suffix, initializer, rows, hidden()));
    if (bias()) {
      specs.add(new ParameterSpec("bias_ih" + suffix, initializer, rows));
      specs.add(new ParameterSpec("bias_hh" + suffix, initializer, rows));
    }
  }

  @Override
  default long stateSize(int inputs) {
    return (long) layers() * memory() * hidden();
  }

  @Override
  default OptionalLong receptiveField(int inputs) {
    return OptionalLong.empty();
  }

  @Override
  default Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("hidden", hidden());
    settings.put("layers", layers());
    settings.put("bias", bias());
    return settings;
  }
}
