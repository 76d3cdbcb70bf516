package dev.carrylane.tasks.recognition;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.layer.Dropout;
import dev.carrylane.tasks.checkpoint.TorchRecord;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;

/** Modules that have no tensors, by their classes. */
final class Functions {
  private static final Map<String, Activation> ACTIVATIONS =
      Map.of("ReLU", Activation.RELU, "Tanh", Activation.TANH, "Sigmoid", Activation.SIGMOID);

  private static final Set<String> DROPOUTS =
      Set.of("Dropout", "Dropout1d", "Dropout2d", "AlphaDropout", "FeatureAlphaDropout");

  private static final Pattern CUT = Pattern.compile("(?i).*(chomp|cut|trim|crop|slic).*");
  private static final List<String> AMOUNTS =
      List.of("chomp_size", "chomp", "n", "size", "cut", "trim", "crop", "amount", "padding");

  private Functions() {}

  static Optional<Activation> activation(TorchRecord module) {
    return Settings.isTorch(module)
        ? Optional.ofNullable(ACTIVATIONS.get(Settings.simpleName(module)))
        : Optional.empty();
  }

  /** Whether it is a function of every element, computed or not. */
  static boolean isActivation(TorchRecord module) {
    return Settings.isTorch(module) && module.className().contains(".activation.");
  }

  /** Whether it is what models end with. */
  static boolean isOutput(TorchRecord module) {
    return isLogSoftmax(module) || activation(module).equals(Optional.of(Activation.SIGMOID));
  }

  static boolean isLogSoftmax(TorchRecord module) {
    return Settings.isTorch(module) && Settings.simpleName(module).equals("LogSoftmax");
  }

  /** Whether it gives out what it gets once a model is trained. */
  static boolean isNothing(TorchRecord module) {
    String kind = Settings.simpleName(module);
    return Settings.isTorch(module) && (kind.equals("Identity") || DROPOUTS.contains(kind));
  }

  /** Whether only training uses it. */
  static boolean isLoss(TorchRecord module) {
    return Settings.isTorch(module) && module.className().contains(".loss.");
  }

  /** Dropout, for those who train on. */
  static Optional<Dropout> dropout(TorchRecord module) {
    if (!Settings.isTorch(module) || !Settings.simpleName(module).equals("Dropout")) {
      return Optional.empty();
    }
    double probability = module.number("p").orElse(0);
    return probability > 0 && probability < 1
        ? Optional.of(new Dropout(probability))
        : Optional.empty();
  }

  /** Frames that it cuts off at the end; empty if it does something else. */
  static OptionalLong cut(Step step) {
    TorchRecord module = step.module();
    String own = step.name().substring(step.name().lastIndexOf('.') + 1);
    if (CUT.matcher(step.kind()).matches() || CUT.matcher(own).matches()) {
      for (String attribute : AMOUNTS) {
        OptionalLong amount = module.integer(attribute);
        if (amount.isPresent()) {
          return amount;
        }
      }
    }
    return OptionalLong.empty();
  }

  /** Frames of zeros that it puts in front; empty if it does something else. */
  static OptionalLong padding(TorchRecord module) {
    String kind = Settings.simpleName(module);
    boolean zeros =
        kind.equals("ZeroPad1d")
            || kind.equals("ConstantPad1d") && module.number("value").orElse(0) == 0;
    Optional<List<Long>> sides = module.integers("padding");
    return Settings.isTorch(module)
            && zeros
            && sides.isPresent()
            && sides.get().size() == 2
            && sides.get().get(1) == 0
        ? OptionalLong.of(sides.get().getFirst())
        : OptionalLong.empty();
  }
}
