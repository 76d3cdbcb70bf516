package dev.carrylane.tasks.recognition;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.tasks.checkpoint.TorchRecord;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a whole module says of one of its modules, where it says anything. Refuses what is not computed, by name. */
final class Settings {
  private final String name;
  private final Optional<TorchRecord> module;

  Settings(Branch branch) {
    this(branch.name(), branch.module());
  }

  Settings(String name, Optional<TorchRecord> module) {
    this.name = name;
    this.module = module;
  }

  /** The class without its package. */
  static String simpleName(TorchRecord module) {
    String name = module.className();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Whether it is PyTorch's own class, whose forward is known. */
  static boolean isTorch(TorchRecord module) {
    return module.className().startsWith("torch.");
  }

  /** Whether all that it does is to run its modules in order. */
  static boolean isSequential(TorchRecord module) {
    return isTorch(module) && simpleName(module).equals("Sequential");
  }

  /** Refuses PyTorch's classes but some; that another class computes the same is assumed. */
  void requireClass(String kind, Remarks remarks, String... classes) {
    if (module.isEmpty()) {
      return;
    }
    String actual = simpleName(module.get());
    if (!isTorch(module.get())) {
      remarks.assume(
          "%s is of class %s, whose code is not in the file: it is taken to compute %s"
              .formatted(shown(name), MalformedFileException.quote(actual), kind));
    } else if (!List.of(classes).contains(actual)) {
      throw new IllegalArgumentException(
          "%s is of class %s, which is not computed"
              .formatted(shown(name), MalformedFileException.quote(actual)));
    }
  }

  /** Refuses other values of an attribute that is a whole number or a tuple of equal ones; it may be absent. */
  void requireInteger(String attribute, long expected, String why) {
    OptionalLong value = integer(attribute);
    if (value.isPresent() && value.getAsLong() != expected) {
      throw refused(attribute, Long.toString(value.getAsLong()), why);
    }
  }

  /** Refuses other values of an attribute that is text; it may be absent. */
  void requireText(String attribute, String expected, String why) {
    Optional<String> value = text(attribute);
    if (value.isPresent() && !value.get().equals(expected)) {
      throw refused(attribute, MalformedFileException.quote(value.get()), why);
    }
  }

  /** A number, or the one number of a tuple. */
  OptionalLong integer(String attribute) {
    if (module.isEmpty()) {
      return OptionalLong.empty();
    }
    Optional<List<Long>> tuple = module.get().integers(attribute);
    if (tuple.isPresent() && tuple.get().size() == 1) {
      return OptionalLong.of(tuple.get().getFirst());
    }
    return module.get().integer(attribute);
  }

  Optional<String> text(String attribute) {
    return module.flatMap(record -> record.text(attribute));
  }

  /** The first attribute of several names that is a number. */
  Optional<Double> number(String... attributes) {
    for (String attribute : attributes) {
      if (module.isPresent() && module.get().number(attribute).isPresent()) {
        return Optional.of(module.get().number(attribute).getAsDouble());
      }
    }
    return Optional.empty();
  }

  IllegalArgumentException refused(String attribute, String value, String why) {
    String path = name.isEmpty() ? attribute : name + "." + attribute;
    String quoted = MalformedFileException.quote(path);
    return new IllegalArgumentException(
        "%s is %s; %s".formatted(quoted.substring(1, quoted.length() - 1), value, why));
  }

  static String shown(String name) {
    return name.isEmpty() ? "the model" : MalformedFileException.quote(name);
  }
}
