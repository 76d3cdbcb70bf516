package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings tensors of any program to the names that a model's own {@code state_dict()} would have, and tells
 * what it did. What each step does is listed in {@link Checkpoint}.
 */
final class Normalisation {
  private static final List<String> WRAPPER_PREFIXES = List.of("module.", "_orig_mod.", "model.");

  /** Parts of names that only wrappers give, wherever they stand. */
  private static final Pattern WRAPPER_PARTS =
      Pattern.compile("(?<![^.])(_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module)\\.");

  private static final String AVERAGING_COUNTER = "n_averaged";

  private static final Pattern ORIGINAL =
      Pattern.compile("(.*\\.|)parametrizations\\.([^.]+)\\.original([01])");

  private static final int MAX_WARNINGS = 16;

  private final Path path;
  private final List<String> notes;
  private final List<String> warnings = new ArrayList<>();
  private final List<String> wrappers = new ArrayList<>();
  private Map<String, Tensor> tensors;

  /** Element types by name, also of the tensors that were not read. */
  private Map<String, String> types;

  private Optional<TorchRecord> module;

  /**
   * Tensors as they are in the file.
   *
   * @param notes what is noted of them already
   */
  Normalisation(
      Path path,
      Map<String, Tensor> tensors,
      Map<String, String> types,
      Optional<TorchRecord> module,
      List<String> notes) {
    this.path = path;
    this.tensors = new LinkedHashMap<>(tensors);
    this.types = new LinkedHashMap<>(types);
    this.module = module;
    this.notes = new ArrayList<>(notes);
  }

  Checkpoint normalise() throws MalformedFileException {
    dropPrefixes();
    if (module.isEmpty()) {
      dropWrapperParts();
    }
    leaveOutOthers();
    if (tensors.isEmpty()) {
      throw new MalformedFileException(path, "has no tensors of floating-point numbers");
    }
    noteConversions();
    warnOfValues();
    tensors.keySet().removeAll(Aliases.of(tensors));
    respellWeightNorm();
    return new Checkpoint(Collections.unmodifiableMap(tensors), module, wrappers, notes, warnings);
  }

  private void dropPrefixes() {
    while (true) {
      dropAveragingCounter();
      String prefix = sharedPrefix();
      if (prefix.isEmpty()) {
        return;
      }
      if (module.isPresent()) {
        TorchRecord inner = module.get().modules().get(prefix.substring(0, prefix.length() - 1));
        if (inner == null) {
          return;
        }
        wrappers.add(module.get().className());
        module = Optional.of(inner.asTop());
      }
      notes.add("all names begin with '" + prefix + "', which is dropped");
      rename(name -> name.substring(prefix.length()));
    }
  }

  private String sharedPrefix() {
    for (String prefix : WRAPPER_PREFIXES) {
      boolean shared = !types.isEmpty();
      for (String name : types.keySet()) {
        shared &= name.startsWith(prefix) && name.length() > prefix.length();
      }
      if (shared) {
        return prefix;
      }
    }
    return "";
  }

  /** An averaged model has this counter beside the model, which is under {@code module}. */
  private void dropAveragingCounter() {
    if (!types.containsKey(AVERAGING_COUNTER) || types.size() == 1) {
      return;
    }
    for (String name : types.keySet()) {
      if (!name.equals(AVERAGING_COUNTER) && !name.startsWith("module.")) {
        return;
      }
    }
    types.remove(AVERAGING_COUNTER);
    tensors.remove(AVERAGING_COUNTER);
    notes.add(
        "the weights are averages over training; their counter '"
            + AVERAGING_COUNTER
            + "' is left out");
  }

  /** Where parts of a model were compiled or wrapped on their own. */
  private void dropWrapperParts() {
    UnaryOperator<String> shorter = name -> WRAPPER_PARTS.matcher(name).replaceAll("");
    Set<String> renamed = new HashSet<>();
    boolean any = false;
    for (String name : types.keySet()) {
      String without = shorter.apply(name);
      if (!renamed.add(without)) {
        return;
      }
      any |= !without.equals(name);
    }
    if (any) {
      notes.add("the parts of names that wrappers of modules add are dropped");
      rename(shorter);
    }
  }

  private void rename(UnaryOperator<String> name) {
    Map<String, Tensor> renamedTensors = new LinkedHashMap<>();
    tensors.forEach((old, tensor) -> renamedTensors.put(name.apply(old), tensor));
    tensors = renamedTensors;
    Map<String, String> renamedTypes = new LinkedHashMap<>();
    types.forEach((old, type) -> renamedTypes.put(name.apply(old), type));
    types = renamedTypes;
  }

  /** Counters are left out. Weights that are no floats must not be: the model would be another. */
  private void leaveOutOthers() throws MalformedFileException {
    Map<String, List<String>> byType = new TreeMap<>();
    for (Map.Entry<String, String> entry : types.entrySet()) {
      String name = entry.getKey();
      String type = entry.getValue();
      if (tensors.containsKey(name)) {
        continue;
      }
      String last = name.substring(name.lastIndexOf('.') + 1);
      if (last.startsWith("weight") || last.startsWith("bias")) {
        throw new MalformedFileException(
            path,
            "tensor " + MalformedFileException.quote(name),
            "its elements are of type "
                + MalformedFileException.quote(type)
                + ", which is not read; convert it with float() before saving");
      }
      byType.computeIfAbsent(type, t -> new ArrayList<>()).add(name);
    }
    for (Map.Entry<String, List<String>> entry : byType.entrySet()) {
      String type = MalformedFileException.quote(entry.getKey());
      notes.add(
          (entry.getValue().size() == 1 ? "a tensor" : entry.getValue().size() + " tensors")
              + " of type "
              + type.substring(1, type.length() - 1)
              + (entry.getValue().size() == 1 ? " is" : " are")
              + " left out: "
              + Names.quoted(entry.getValue()));
    }
  }

  private void noteConversions() {
    Map<String, Integer> counts = new TreeMap<>();
    for (String name : tensors.keySet()) {
      counts.merge(types.get(name), 1, Integer::sum);
    }
    counts.remove("float32");
    counts.forEach((type, count) -> notes.add(conversion(type, count)));
  }

  private static String conversion(String type, int count) {
    boolean complex = type.startsWith("complex");
    int tensors = complex ? count / 2 : count;
    return (tensors == 1 ? "a tensor of " + type : tensors + " tensors of " + type)
        + (tensors == 1 ? " is " : " are ")
        + switch (type) {
          case "complex64" -> "split into real (_re) and imaginary (_im) parts";
          case "complex128" -> "rounded and split into real (_re) and imaginary (_im) parts";
          case "float64" -> "rounded to float32";
          default -> "widened to float32";
        };
  }

  private void warnOfValues() {
    Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    int found = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      if (!seen.add(tensor)) {
        continue;
      }
      int undefined = 0;
      int infinite = 0;
      for (int i = 0; i < tensor.size(); i++) {
        float value = tensor.get(i);
        if (!Float.isFinite(value)) {
          undefined += Float.isNaN(value) ? 1 : 0;
          infinite += Float.isNaN(value) ? 0 : 1;
        }
      }
      if (undefined + infinite > 0 && found++ < MAX_WARNINGS) {
        warnings.add(
            "tensor "
                + MalformedFileException.quote(entry.getKey())
                + " has "
                + (undefined == 0 ? "" : undefined + " NaN")
                + (undefined == 0 || infinite == 0 ? "" : " and ")
                + (infinite == 0
                    ? ""
                    : infinite
                        + (types.get(entry.getKey()).matches("float64|complex128")
                            ? " infinite or too large for float32"
                            : " infinite"))
                + " of "
                + tensor.size());
      }
    }
    if (found > MAX_WARNINGS) {
      warnings.add((found - MAX_WARNINGS) + " more tensors have values that are not finite");
    }
  }

  private void respellWeightNorm() {
    Map<String, Tensor> respelt = new LinkedHashMap<>();
    int pairs = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Matcher original = ORIGINAL.matcher(entry.getKey());
      if (original.matches() && isWeightNorm(original)) {
        boolean gain = original.group(3).equals("0");
        respelt.put(original.group(1) + original.group(2) + (gain ? "_g" : "_v"), entry.getValue());
        pairs += gain ? 1 : 0;
      } else {
        respelt.put(entry.getKey(), entry.getValue());
      }
    }
    if (pairs > 0 && respelt.size() == tensors.size()) {
      notes.add(
          "weight normalisation in the spelling of PyTorch 2 becomes weight_g and weight_v, for "
              + pairs
              + (pairs == 1 ? " weight" : " weights"));
      tensors = respelt;
    }
  }

  /** The gains have the weight's shape but for dimensions of 1. */
  private boolean isWeightNorm(Matcher original) {
    String prefix = original.group(1) + "parametrizations." + original.group(2) + ".original";
    Tensor gain = tensors.get(prefix + 0);
    Tensor direction = tensors.get(prefix + 1);
    if (gain == null || direction == null || gain.rank() != direction.rank()) {
      return false;
    }
    int free = 0;
    for (int axis = 0; axis < gain.rank(); axis++) {
      boolean same = gain.dimension(axis) == direction.dimension(axis);
      if (!same && gain.dimension(axis) != 1) {
        return false;
      }
      free += gain.dimension(axis) == 1 ? 0 : 1;
    }
    return free <= 1;
  }
}
