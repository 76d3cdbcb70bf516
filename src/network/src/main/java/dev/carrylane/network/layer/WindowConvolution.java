package dev.carrylane.network.layer;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.json.Json;
import dev.carrylane.network.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A convolution inside each frame, as PyTorch's {@code nn.Conv1d}: a frame is positions × channels, the channels of a
 * position side by side, and so is the output frame. It looks at no other frame.
 *
 * @param channels channels of an input position; the width of a frame is a multiple
 * @param outputs channels of an output position
 * @param kernel taps, side by side
 * @param stride positions from window to window
 * @param padLeft positions added before the first
 * @param padRight positions added after the last
 * @param padding what is added
 * @param bias whether there is a bias
 * @param activation applied to every element
 */
public record WindowConvolution(
    int channels,
    int outputs,
    int kernel,
    int stride,
    int padLeft,
    int padRight,
    Padding padding,
    boolean bias,
    Activation activation)
    implements LayerDescription {
  /** Checks the sizes. */
  public WindowConvolution {
    Sizes.check("window-convolution", "channels", channels);
    Sizes.check("window-convolution", "outputs", outputs);
    Sizes.check("window-convolution", "kernel", kernel);
    Sizes.check("window-convolution", "stride", stride);
    Sizes.check("window-convolution", "pad_left", padLeft, 0, Sizes.MOST);
    Sizes.check("window-convolution", "pad_right", padRight, 0, Sizes.MOST);
    Objects.requireNonNull(padding, "padding");
    Objects.requireNonNull(activation, "activation");
  }

  static WindowConvolution read(JsonObject json) {
    return new WindowConvolution(
        json.integer("channels", 1, Sizes.MOST),
        json.integer("outputs", 1, Sizes.MOST),
        json.integer("kernel", 1, Sizes.MOST),
        json.integer("stride", 1, Sizes.MOST, 1),
        json.integer("pad_left", 0, Sizes.MOST, 0),
        json.integer("pad_right", 0, Sizes.MOST, 0),
        json.constant("padding", Padding.values(), Padding.ZERO),
        json.flag("bias", true),
        json.constant("activation", Activation.values(), Activation.NONE));
  }

  /** {@return positions of an input frame} */
  int positions(int inputs) {
    if (inputs % channels != 0) {
      throw new IllegalArgumentException(
          "window-convolution: a frame of %d is no whole number of positions of %d channels"
              .formatted(inputs, channels));
    }
    return inputs / channels;
  }

  /** {@return windows: positions of an output frame} */
  int windows(int inputs) {
    int positions = positions(inputs);
    if (padding == Padding.REFLECT && Math.max(padLeft, padRight) >= positions) {
      throw new IllegalArgumentException(
          "window-convolution: %d positions can't be reflected to %d more"
              .formatted(positions, Math.max(padLeft, padRight)));
    }
    int padded = padLeft + positions + padRight;
    if ((long) padded * channels > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "window-convolution: %d positions of %d channels, padding included, are more than an array holds; use less padding"
              .formatted(padded, channels));
    }
    if (padded < kernel) {
      throw new IllegalArgumentException(
          "window-convolution: %d positions, padding included, are less than the kernel of %d"
              .formatted(padded, kernel));
    }
    return (padded - kernel) / stride + 1;
  }

  @Override
  public LayerKind kind() {
    return LayerKind.WINDOW_CONVOLUTION;
  }

  @Override
  public int outputs(int inputs) {
    return Sizes.width("window-convolution", (long) windows(inputs) * outputs);
  }

  @Override
  public List<ParameterSpec> parameters(int inputs) {
    Initializer initializer = Initializer.fanIn((long) channels * kernel);
    List<ParameterSpec> specs = new ArrayList<>();
    specs.add(new ParameterSpec("weight", initializer, outputs, channels, kernel));
    if (bias) {
      specs.add(new ParameterSpec("bias", initializer, outputs));
    }
    return specs;
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = Sizes.map("channels", channels);
    settings.put("outputs", outputs);
    settings.put("kernel", kernel);
    settings.put("stride", stride);
    settings.put("pad_left", padLeft);
    settings.put("pad_right", padRight);
    settings.put("padding", Json.name(padding));
    settings.put("bias", bias);
    settings.put("activation", Json.name(activation));
    return settings;
  }
}
