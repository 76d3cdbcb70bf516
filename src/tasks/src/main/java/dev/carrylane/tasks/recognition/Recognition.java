package dev.carrylane.tasks.recognition;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.ModelFile;
import dev.carrylane.network.Output;
import dev.carrylane.network.Parameters;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.Embedding;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.ParameterSpec;
import dev.carrylane.network.layer.Pointwise;
import dev.carrylane.tasks.checkpoint.Checkpoint;
import dev.carrylane.tasks.checkpoint.TorchRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes a model of the tensors of a checkpoint. Layers are recognised by names, ranks and shapes, whatever their
 * attributes are called, and chained in the order of the file and by matching widths. Settings that a whole module tells
 * are used, or refused by name; what the file does not tell is assumed to be usual and listed in {@link
 * Recognised#assumptions}. A user who knows better describes the model, or names tensors.
 *
 * {@snippet :
 * Recognised model = Recognition.of(Checkpoint.read(path)).recognise();
 * new ModelFile(model.description(), model.parameters()).write(target);
 * }
 *
 * <p>Immutable; may be shared by any number of threads.
 */
public final class Recognition {
  private final Map<String, Tensor> tensors;
  private final Optional<TorchRecord> module;
  private final List<String> wrappers;
  private final Told told;

  /** What the user says of the model: its layers and its output function where he knows them, and names. */
  private record Told(
      Optional<ModelDescription> description, List<String> mappings, Output output) {
    static final Told NOTHING = new Told(Optional.empty(), List.of(), Output.NONE);
  }

  private Recognition(
      Map<String, Tensor> tensors, Optional<TorchRecord> module, List<String> wrappers, Told told) {
    this.tensors = tensors;
    this.module = module;
    this.wrappers = wrappers;
    this.told = told;
  }

  private Recognition with(Told other) {
    return new Recognition(tensors, module, wrappers, other);
  }

  /**
   * Recognition of a checkpoint's model.
   *
   * @param checkpoint the tensors, and the module they are of where the file has it
   * @return a recognition by the file alone
   */
  public static Recognition of(Checkpoint checkpoint) {
    return new Recognition(
        checkpoint.tensors(), checkpoint.module(), checkpoint.wrappers(), Told.NOTHING);
  }

  /** Recognition of tensors from anywhere. */
  static Recognition of(Map<String, Tensor> tensors, Optional<TorchRecord> module) {
    return new Recognition(tensors, module, List.of(), Told.NOTHING);
  }

  /**
   * Takes the user's word for what the model is: its tensors are found by order, shape and name, and settings of modules
   * are not looked at.
   *
   * @param model what the model is
   * @return a recognition that goes by it
   */
  public Recognition describe(ModelDescription model) {
    return with(new Told(Optional.of(model), told.mappings, told.output));
  }

  /**
   * Renames tensors before anything else. In a described model, the new names are those of a model file.
   *
   * @param names {@code theirs=ours} each: whole names, or starts of names up to a dot; {@code theirs=} leaves tensors out
   * @return a recognition with other names
   */
  public Recognition map(List<String> names) {
    return with(new Told(told.description, List.copyOf(names), told.output));
  }

  /**
   * Says which function is behind the last layer, where neither the file nor a description names one: no tensor tells.
   *
   * @param function the output function; {@code NONE} to assume that there is none
   * @return a recognition that knows it
   */
  public Recognition output(Output function) {
    return with(new Told(told.description, told.mappings, function));
  }

  /**
   * Makes the model.
   *
   * @return its description and tensors, and what was assumed
   * @throws IllegalArgumentException if the tensors are those of no model that Carrylane computes; the message, one line,
   *     says which were understood as what, and which were not
   */
  public Recognised recognise() {
    Remarks remarks = new Remarks();
    Renaming renaming = new Renaming(tensors, told.mappings);
    if (renaming.tensors().isEmpty()) {
      throw new IllegalArgumentException("there are no tensors to make a model of");
    }
    requireElements(renaming.tensors());
    if (!renaming.leftOut().isEmpty()) {
      remarks.note("left out as asked for: " + Parts.listed(Parts.quoted(renaming.leftOut())));
    }
    return told.description.isPresent()
        ? described(told.description.get(), renaming, remarks)
        : recognise(renaming, remarks);
  }

  private static void requireElements(Map<String, Tensor> tensors) {
    for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
      if (tensor.getValue().size() == 0) {
        throw new IllegalArgumentException(
            "tensor %s has shape %s, and so no elements; leave it out with --map NAME="
                .formatted(MalformedFileException.quote(tensor.getKey()), tensor.getValue()));
      }
    }
  }

  private Recognised described(ModelDescription model, Renaming renaming, Remarks remarks) {
    boolean norms = model.parameters().stream().anyMatch(spec -> spec.name().endsWith("weight_g"));
    Map<String, Tensor> products =
        Reparametrisation.multiplyOut(renaming.tensors(), !norms, remarks);
    Map<String, Tensor> found = recognisedAs(model, renaming);
    if (found == null) {
      found = Matching.of(model, products, renaming.renamed());
    }
    return finish(model, found, remarks);
  }

  /** The tensors of the model that the file tells by itself, if it has the same ones; null otherwise. */
  private Map<String, Tensor> recognisedAs(ModelDescription model, Renaming renaming) {
    if (!renaming.renamed().isEmpty()) {
      return null;
    }
    Map<String, Tensor> guess;
    try {
      guess = recognise(renaming, new Remarks()).parameters().tensors();
    } catch (IllegalArgumentException notRecognised) {
      return null;
    }
    List<ParameterSpec> specs = model.parameters();
    for (ParameterSpec spec : specs) {
      Tensor tensor = guess.get(spec.name());
      if (tensor == null || !tensor.hasShape(spec.shape())) {
        return null;
      }
    }
    return specs.size() == guess.size() ? guess : null;
  }

  private Recognised recognise(Renaming renaming, Remarks remarks) {
    if (module.isPresent() && !renaming.renamed().isEmpty()) {
      throw new IllegalArgumentException(
          "the file holds a whole module, whose settings are found by its own names: other names need a description of the model");
    }
    Map<String, Tensor> products =
        Reparametrisation.multiplyOut(renaming.tensors(), false, remarks);
    boolean sorted = module.isEmpty() && isSorted(products);
    List<Part> parts = Parts.of(sorted ? naturally(products) : products, module, remarks);
    Output output = Output.NONE;
    for (String wrapper : wrappers) {
      ModuleWalk.wrapper(wrapper, remarks);
    }
    if (module.isPresent()) {
      WholeModule.Complete complete =
          WholeModule.complete(module.get(), parts, renaming.leftOut(), remarks);
      parts = complete.parts();
      output = complete.output();
    } else {
      parts = StateDictionary.complete(parts, remarks);
    }
    Part last = parts.getLast();
    parts = Order.of(CarryLookaheads.join(parts, remarks), sorted, module.isPresent(), remarks);
    if (module.filter(Settings::isSequential).isEmpty()) {
      StateDictionary.tellLinear(parts, remarks);
    }
    if (output != Output.NONE && !parts.getLast().name().equals(last.name())) {
      throw new IllegalArgumentException(
          "the log-softmax is behind "
              + last.shown()
              + ", which is not last; describe the model with --describe");
    }
    if (module.isPresent() && endsWithSigmoid(parts.getLast())) {
      output = Output.SIGMOID;
      List<LayerDescription> after = new ArrayList<>(parts.getLast().after());
      after.removeLast();
      parts = new ArrayList<>(parts);
      parts.add(parts.removeLast().followedBy(after));
    }
    if (output == Output.NONE
        && told.output == Output.NONE
        && module.filter(Settings::isSequential).isEmpty()) {
      remarks.assume("no output function after the last layer");
    }
    Assembly assembly = Assembly.of(parts);
    Part first = parts.getFirst();
    int inputs = first.layer() instanceof Embedding ? 1 : first.inputs();
    ModelDescription model = ModelDescription.of(inputs).then(assembly.layers()).output(output);
    return finish(model, assembly.tensors(), remarks);
  }

  private static boolean endsWithSigmoid(Part part) {
    return !part.after().isEmpty()
        && part.after().getLast().equals(new Pointwise(Activation.SIGMOID));
  }

  private Recognised finish(ModelDescription layers, Map<String, Tensor> tensors, Remarks remarks) {
    ModelDescription model = layers.output() == Output.NONE ? layers.output(told.output) : layers;
    Parameters parameters = Parameters.of(tensors);
    Objects.requireNonNull(new ModelFile(model, parameters));
    return new Recognised(model, parameters, remarks.assumptions(), remarks.notes());
  }

  /** Whether the file has its tensors by name, as safetensors files do: the order then tells nothing. */
  private static boolean isSorted(Map<String, Tensor> tensors) {
    String before = "";
    for (String name : tensors.keySet()) {
      if (name.compareTo(before) < 0) {
        return false;
      }
      before = name;
    }
    return true;
  }

  /** By name, with numbers by their values. */
  private static Map<String, Tensor> naturally(Map<String, Tensor> tensors) {
    Map<String, Tensor> sorted = new TreeMap<>(new NaturalOrder());
    sorted.putAll(tensors);
    return sorted.size() == tensors.size() ? new LinkedHashMap<>(sorted) : tensors;
  }
}
