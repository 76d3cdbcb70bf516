package dev.carrylane.network;

import static dev.carrylane.network.MalformedFileException.quote;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What a model is, apart from its trained values: enough to check {@link Parameters} against and to
 * build a {@link Model} from. Written into the metadata of a model file, so that the file is
 * self-contained.
 *
 * @param architecture the hidden layers
 * @param inputs channels of an input frame
 * @param channels hidden channels: one entry per convolution level, or the hidden size alone for {@link
 *     Architecture#RNN} and {@link Architecture#LSTM}
 * @param kernel taps of each convolution; 0 where there is none
 * @param outputs channels of an output frame
 * @param decoder how hidden frames become output frames
 * @param frames the length of a sequence for {@link Decoder#FLATTENED}; 0 for {@link Decoder#PER_STEP}
 * @param output what is applied to the decoder's result
 * @param task the task the model was trained for; may be empty
 */
public record ModelDescription(
    Architecture architecture,
    int inputs,
    List<Integer> channels,
    int kernel,
    int outputs,
    Decoder decoder,
    int frames,
    Output output,
    String task) {
  private static final String FORMAT = "carrylane-model";
  private static final String VERSION = "1";

  /** More levels than this have dilations beyond any int. */
  private static final int MAX_LEVELS = 24;

  private static final int MAX_SIZE = 1 << 20;

  /** Checks the sizes against each other. */
  public ModelDescription {
    Objects.requireNonNull(architecture, "architecture");
    Objects.requireNonNull(decoder, "decoder");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(task, "task");
    channels = List.copyOf(channels);
    size("inputs", inputs);
    size("outputs", outputs);
    channels.forEach(count -> size("channels", count));
    boolean convolutions = architecture == Architecture.CL_RNN || architecture == Architecture.TCN;
    if (convolutions) {
      if (channels.isEmpty() || channels.size() > MAX_LEVELS) {
        throw new IllegalArgumentException(
            "%s has %d convolution levels; it takes 1 to %d"
                .formatted(architecture, channels.size(), MAX_LEVELS));
      }
      if (kernel < 1 || (kernel - 1L) << (channels.size() - 1) > MAX_SIZE) {
        throw new IllegalArgumentException(
            "kernel size %d with %d levels is out of range; the oldest tap may reach %d frames"
                .formatted(kernel, channels.size(), MAX_SIZE));
      }
    } else if (channels.size() != 1 || kernel != 0) {
      throw new IllegalArgumentException(
          "%s takes one hidden size and kernel 0, not %d sizes and kernel %d"
              .formatted(architecture, channels.size(), kernel));
    }
    if (decoder == Decoder.FLATTENED) {
      size("frames", frames);
      if ((long) frames * hidden(channels) > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a flattened decoder of %d frames of %d channels reads more than the %d floats of an array"
                .formatted(frames, hidden(channels), Integer.MAX_VALUE));
      }
    } else if (frames != 0) {
      throw new IllegalArgumentException(
          "frames is " + frames + "; only a flattened decoder has a fixed length, use 0");
    }
  }

  private static void size(String name, int value) {
    if (value < 1 || value > MAX_SIZE) {
      throw new IllegalArgumentException(
          name + " is " + value + "; it must be from 1 to " + MAX_SIZE);
    }
  }

  /**
   * The channels of a hidden frame, which the decoder reads.
   *
   * @return the last entry of {@link #channels()}
   */
  public int hidden() {
    return hidden(channels);
  }

  private static int hidden(List<Integer> channels) {
    return channels.get(channels.size() - 1);
  }

  /**
   * The same model with another output function.
   *
   * @param other the output function
   * @return a description that differs in nothing else
   */
  public ModelDescription withOutput(Output other) {
    return new ModelDescription(
        architecture, inputs, channels, kernel, outputs, decoder, frames, other, task);
  }

  /**
   * The same model for a named task.
   *
   * @param name the task; may be empty
   * @return a description that differs in nothing else
   */
  public ModelDescription withTask(String name) {
    return new ModelDescription(
        architecture, inputs, channels, kernel, outputs, decoder, frames, output, name);
  }

  /**
   * The description as the metadata of a model file.
   *
   * @return texts by key, in a fixed order
   */
  public Map<String, String> toMetadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("format", FORMAT);
    metadata.put("version", VERSION);
    metadata.put("architecture", architecture.toString());
    metadata.put("inputs", Integer.toString(inputs));
    metadata.put(
        "channels", channels.stream().map(String::valueOf).collect(Collectors.joining(",")));
    metadata.put("kernel", Integer.toString(kernel));
    metadata.put("outputs", Integer.toString(outputs));
    metadata.put("decoder", decoder.toString());
    metadata.put("frames", Integer.toString(frames));
    metadata.put("output", output.toString());
    metadata.put("task", task);
    return metadata;
  }

  /**
   * Reads what {@link #toMetadata()} wrote; keys it does not know are left alone.
   *
   * @param metadata texts by key
   * @return the description
   * @throws IllegalArgumentException if a key is missing or its text is not a valid value; the message
   *     names both
   */
  public static ModelDescription fromMetadata(Map<String, String> metadata) {
    if (!FORMAT.equals(metadata.get("format"))) {
      throw new IllegalArgumentException(
          "its metadata has format %s, not '%s': it holds tensors, but no model description"
              .formatted(quote(metadata.getOrDefault("format", "")), FORMAT));
    }
    String version = text(metadata, "version");
    if (!version.equals(VERSION)) {
      throw new IllegalArgumentException(
          "its metadata has version %s; this program reads version '%s'"
              .formatted(quote(version), VERSION));
    }
    return new ModelDescription(
        constant(metadata, "architecture", Architecture.values()),
        number(metadata, "inputs", text(metadata, "inputs")),
        Arrays.stream(text(metadata, "channels").split(",", -1))
            .map(part -> number(metadata, "channels", part))
            .toList(),
        number(metadata, "kernel", text(metadata, "kernel")),
        number(metadata, "outputs", text(metadata, "outputs")),
        constant(metadata, "decoder", Decoder.values()),
        number(metadata, "frames", text(metadata, "frames")),
        constant(metadata, "output", Output.values()),
        text(metadata, "task"));
  }

  /**
   * Reads the hyper-parameters off the names and shapes of tensors named as PyTorch names them.
   *
   * @param tensors tensors by name
   * @param architecture the architecture they should be of; null to take whichever they are of
   * @param output what is applied to the decoder's result, which no shape tells
   * @param task the task; may be empty
   * @return the description
   * @throws IllegalArgumentException if the tensors are of no known architecture, or of another one than
   *     asked for
   */
  public static ModelDescription infer(
      Map<String, Tensor> tensors, Architecture architecture, Output output, String task) {
    return DescriptionInference.infer(tensors, architecture, output, task);
  }

  private static String text(Map<String, String> metadata, String key) {
    String text = metadata.get(key);
    if (text == null) {
      throw new IllegalArgumentException("its metadata has no '" + key + "'");
    }
    return text;
  }

  private static int number(Map<String, String> metadata, String key, String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(
          "its metadata has %s %s, which is not made of whole numbers"
              .formatted(key, quote(metadata.get(key))),
          notANumber);
    }
  }

  private static <E> E constant(Map<String, String> metadata, String key, E[] values) {
    String text = text(metadata, key);
    for (E value : values) {
      if (value.toString().equals(text)) {
        return value;
      }
    }
    throw new IllegalArgumentException(
        "its metadata has %s %s; this program knows %s"
            .formatted(key, quote(text), Arrays.toString(values)));
  }
}
