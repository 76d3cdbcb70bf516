package dev.carrylane.tasks.recognition;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Output;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.Pointwise;
import dev.carrylane.tasks.checkpoint.TorchRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** What a whole module says beyond its tensors: the order of its layers, their functions, their padding. */
final class WholeModule {
  private static final Pattern RECURRENT = Pattern.compile("(?i).*(rnn|lstm|gru(?!p)).*");

  private static final Pattern CAUSAL = Pattern.compile("(?i).*causal.*");

  private final Set<String> leftOut;
  private final Remarks remarks;
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Set<String> met = new HashSet<>();
  private final List<Part> complete = new ArrayList<>();
  private Output output = Output.NONE;

  /** The layer that functions now met follow, and whether its convolution's padding is yet to be cut off. */
  private Part current;

  private boolean exact;
  private long surplus;
  private boolean cutByName;

  /** Frames of zeros that a module put in front of the next layer. */
  private long padded;

  private WholeModule(List<Part> parts, Set<String> leftOut, Remarks remarks) {
    this.leftOut = leftOut;
    this.remarks = remarks;
    parts.forEach(part -> this.parts.put(part.name(), part));
  }

  /**
   * Layers with all their settings.
   *
   * @param parts the layers in the order in which they run
   * @param output a log-softmax at the end, or none
   */
  record Complete(List<Part> parts, Output output) {}

  /**
   * Completes the layers of a module.
   *
   * @param leftOut names of tensors that the user leaves out
   */
  static Complete complete(
      TorchRecord module, List<Part> parts, Set<String> leftOut, Remarks remarks) {
    WholeModule whole = new WholeModule(parts, leftOut, remarks);
    requireRecurrence(module, parts);
    for (Step step : ModuleWalk.of(module, whole.parts.keySet(), remarks)) {
      whole.take(step);
    }
    whole.finishLayer();
    if (whole.padded != 0) {
      throw new IllegalArgumentException(
          "padding by %d frames at the end is not computed".formatted(whole.padded));
    }
    if (!whole.parts.isEmpty()) {
      throw new IllegalArgumentException(
          whole.parts.values().iterator().next()
              + " is not among the modules that run; describe the model with --describe");
    }
    return new Complete(whole.complete, whole.output);
  }

  /** A network that is named as recurrent and has nothing recurrent does something in its code. */
  private static void requireRecurrence(TorchRecord module, List<Part> parts) {
    String kind = Settings.simpleName(module);
    if (!Settings.isTorch(module)
        && RECURRENT.matcher(kind).matches()
        && parts.stream().noneMatch(WholeModule::isRecurrent)) {
      throw new IllegalArgumentException(
          "the class %s is named as a recurrent network, but has no recurrent layer or cell: its forward does what no tensor tells; describe the model with --describe"
              .formatted(MalformedFileException.quote(kind)));
    }
  }

  private static boolean isRecurrent(Part part) {
    return part.layer().receptiveField(part.inputs()).isEmpty();
  }

  private void take(Step step) {
    Part part = parts.remove(step.name());
    if (part != null) {
      met.add(step.name());
      finishLayer();
      if (output != Output.NONE) {
        throw new IllegalArgumentException(
            step.shown()
                + " runs behind a log-softmax, which must be last; describe the model with --describe");
      }
      begin(part, step);
    } else if (met.contains(step.name())) {
      throw new IllegalArgumentException(
          step.shown()
              + " runs more than once, which is not computed; describe the model with --describe");
    } else if (!isLeftOut(step) && !takeFunction(step)) {
      throw new IllegalArgumentException(
          "%s is of class %s, which is not computed"
              .formatted(step.shown(), MalformedFileException.quote(step.kind())));
    }
  }

  /** Whether the user left its tensors out. */
  private boolean isLeftOut(Step step) {
    return leftOut.stream().anyMatch(name -> name.startsWith(step.name() + "."));
  }

  private void begin(Part part, Step step) {
    current = part;
    exact = step.exact();
    long left = padded;
    padded = 0;
    if (part.layer() instanceof Convolution convolution) {
      pad(convolution, left, step);
    } else {
      refusePadding(left, step);
      Settings settings = new Settings(step.name(), Optional.of(step.module()));
      settings.requireInteger("padding", 0, "a layer of one tap has no use for it");
    }
  }

  private void refusePadding(long left, Step step) {
    if (left != 0) {
      throw new IllegalArgumentException(
          "padding by %d frames before %s is not computed".formatted(left, step.shown()));
    }
  }

  /** A causal convolution sees as many zeros in front as it reaches back, and nothing is added behind that stays. */
  private void pad(Convolution convolution, long left, Step step) {
    Settings settings = new Settings(step.name(), Optional.of(step.module()));
    settings.requireText("padding", "valid", "a causal convolution is padded in front only");
    long padding = settings.integer("padding").orElse(0);
    long reach = convolution.reach();
    String why =
        "a causal convolution of %d taps with dilation %d has a padding of %d in front"
            .formatted(convolution.kernel(), convolution.dilation(), reach);
    if (padding != 0 && padding + left != reach) {
      throw settings.refused("padding", Long.toString(padding), why);
    }
    if (padding == 0 && left != reach) {
      if (left != 0 || exact) {
        throw settings.refused("padding", Long.toString(left), why);
      }
      remarks.assume(
          "%s.padding is 0: the code around it is taken to pad in front by %d"
              .formatted(step.name(), reach));
    }
    surplus = padding;
    cutByName = false;
    if (surplus != 0
        && (CAUSAL.matcher(step.kind()).matches() || CAUSAL.matcher(step.owner()).matches())) {
      remarks.assume(
          "%s is causal by the name of its class: what its padding adds behind is taken to be cut off"
              .formatted(step.shown()));
      cutByName = true;
    }
  }

  private boolean takeFunction(Step step) {
    TorchRecord module = step.module();
    OptionalLong cut = Functions.cut(step);
    if (cut.isPresent()) {
      if (cut.getAsLong() != surplus) {
        throw new IllegalArgumentException(
            "%s cuts off %d frames; the padding behind is %d"
                .formatted(step.shown(), cut.getAsLong(), surplus));
      }
      surplus = 0;
      return true;
    }
    OptionalLong padding = Functions.padding(module);
    if (padding.isPresent()) {
      padded += padding.getAsLong();
      return true;
    }
    if (Functions.isNothing(module)) {
      if (current != null) {
        Functions.dropout(module).ifPresent(dropout -> current = current.then(dropout));
      }
      return true;
    }
    return takeActivation(step);
  }

  private boolean takeActivation(Step step) {
    Optional<Activation> activation = Functions.activation(step.module());
    boolean logSoftmax = Functions.isLogSoftmax(step.module());
    if (activation.isEmpty() && !logSoftmax) {
      return false;
    }
    if (current == null || output != Output.NONE) {
      throw new IllegalArgumentException(
          step.shown()
              + " runs before any layer or behind the last function; describe the model with --describe");
    }
    if (activation.isPresent()) {
      current = current.then(new Pointwise(activation.get()));
    } else {
      Settings settings = new Settings(step.name(), Optional.of(step.module()));
      if (settings.integer("dim").orElse(-1) == 0) {
        throw settings.refused("dim", "0", "log-softmax is computed over the channels of a frame");
      }
      remarks.assume("log-softmax is over the channels of a frame");
      output = Output.LOG_SOFTMAX;
    }
    return true;
  }

  private void finishLayer() {
    if (current == null) {
      return;
    }
    if (surplus != 0 && !cutByName) {
      throw new IllegalArgumentException(
          "%s has a padding of %d, and no module cuts off what it adds behind; describe the model with --describe"
              .formatted(current.shown(), surplus));
    }
    if (current.layer() instanceof Convolution && !exact && hasNoFunction(current)) {
      remarks.assume(current.shown() + ": ReLU after the convolution, which no module says");
      current = current.then(new Pointwise(Activation.RELU));
    }
    if (!complete.isEmpty()) {
      StateDictionary.refuseBlock(complete.getLast(), current);
    }
    complete.add(current);
    current = null;
    surplus = 0;
  }

  private static boolean hasNoFunction(Part part) {
    return part.after().stream().noneMatch(Pointwise.class::isInstance);
  }
}
