package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import dev.carrylane.network.safetensors.SafetensorsFile;
import dev.carrylane.tasks.files.FileKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trained weights from a file of PyTorch's or a safetensors file, under the names and in the form that a
 * model's {@code state_dict()} has them. Immutable; may be shared by any number of threads.
 *
 * <p>What is read:
 *
 * <ul>
 *   <li>what {@code torch.save} wrote, of any version since 0.2, of a {@code state_dict()}, of a whole
 *       module, or of a dictionary that has one of these among other things, as training loops and
 *       Lightning write it;
 *   <li>safetensors files of any program.
 * </ul>
 *
 * <p>PyTorch's files are programs for Python's pickle machine. Here they are read as data: the few calls
 * that rebuild tensors are recognised, every other object is inert, and a file that names a module such
 * as {@code os} is refused. Files from anywhere can be read: what is allocated stays in proportion to
 * the file's size.
 *
 * <p>What is made of the tensors, each told by {@link #notes} but for the last:
 *
 * <ul>
 *   <li>prefixes {@code module.}, {@code _orig_mod.} and {@code model.} that all names share are dropped;
 *   <li>halves and bfloat16 are widened, doubles rounded; a complex tensor {@code B} becomes {@code B_re}
 *       and {@code B_im}; integers and truth values, which are counters, are left out;
 *   <li>weight normalisation as PyTorch 2 spells it, {@code parametrizations.weight.original0} and
 *       {@code original1}, becomes {@code weight_g} and {@code weight_v};
 *   <li>of a module that has two names, one in a list of modules and one beside it, the first stays if the
 *       values are the same.
 * </ul>
 */
public final class Checkpoint {
  private final Map<String, Tensor> tensors;
  private final Optional<TorchRecord> module;
  private final List<String> wrappers;
  private final List<String> notes;
  private final List<String> warnings;

  Checkpoint(
      Map<String, Tensor> tensors,
      Optional<TorchRecord> module,
      List<String> wrappers,
      List<String> notes,
      List<String> warnings) {
    this.tensors = tensors;
    this.module = module;
    this.wrappers = List.copyOf(wrappers);
    this.notes = List.copyOf(notes);
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Reads a file. Its format is told by its contents, whatever its name. Tensors are copied to the Java
   * heap, in row-major order whatever their strides were; the file is closed before this method
   * returns.
   *
   * @param path a regular file
   * @param key where in the file's dictionaries the weights are, keys separated by dots, such as {@code
   *     ema.state_dict}; empty to take the only weights there are, or those under a usual key such as
   *     {@code state_dict} or {@code model}
   * @return its weights
   * @throws MalformedFileException if the file is of another kind, which the message names; if it is
   *     damaged; if it has no weights, or several and no key tells which; or if weights are of an
   *     element type that is not read
   * @throws IOException if the file cannot be read
   */
  public static Checkpoint read(Path path, Optional<String> key) throws IOException {
    FileKind kind = FileKind.of(path);
    if (isSafetensors(path, kind)) {
      if (key.isPresent()) {
        throw new MalformedFileException(
            path, "a safetensors file has no dictionaries to look into; leave --key out");
      }
      return safetensors(path);
    }
    try (TorchContainer file = open(path, kind)) {
      return torch(path, file, key);
    }
  }

  private static TorchContainer open(Path path, FileKind kind) throws IOException {
    return switch (kind) {
      case ZIP -> CheckpointArchive.open(path, Files.size(path));
      case TORCH_LEGACY -> LegacyFile.open(path);
      default -> throw kind.refusal(path, "a PyTorch or safetensors file");
    };
  }

  /** A damaged file that is named so is refused for what is wrong with it. */
  private static boolean isSafetensors(Path path, FileKind kind) {
    return kind == FileKind.SAFETENSORS
        || kind == FileKind.UNKNOWN && path.toString().endsWith(".safetensors");
  }

  private static Checkpoint torch(Path path, TorchContainer file, Optional<String> key)
      throws IOException {
    WeightsSearch.Found found = WeightsSearch.find(path, file.pickleName(), file.unpickle(), key);
    List<String> notes = new ArrayList<>();
    if (!found.key().isEmpty()) {
      notes.add("the weights are the file's entry " + MalformedFileException.quote(found.key()));
    }
    ModuleWalker walker = new ModuleWalker(path, file.pickleName());
    Optional<TorchRecord> module = Optional.empty();
    if (found.value() instanceof PickledObject object) {
      module = Optional.of(walker.addModule(object));
    } else {
      walker.addStateDict((Map<?, ?>) found.value());
    }
    if (!walker.others().isEmpty()) {
      notes.add("entries that are no tensors are left out: " + Names.quoted(walker.others()));
    }
    Map<String, String> types = TensorLoader.types(path, walker.tensors());
    Map<String, Tensor> tensors = TensorLoader.load(path, walker.tensors(), file);
    return new Normalisation(path, tensors, types, module, notes).normalise();
  }

  private static Checkpoint safetensors(Path path) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    for (ListedTensor tensor : listSafetensors(path)) {
      types.put(tensor.name(), tensor.type());
    }
    Map<String, Tensor> tensors = SafetensorsFile.read(path).tensors();
    return new Normalisation(path, tensors, types, Optional.empty(), List.of()).normalise();
  }

  private static List<ListedTensor> listSafetensors(Path path) throws IOException {
    return SafetensorsFile.list(path).stream()
        .map(tensor -> new ListedTensor(tensor.name(), typeName(tensor.type()), tensor.shape()))
        .toList();
  }

  /** PyTorch's name of a type of the format; the format's own where PyTorch has another. */
  private static String typeName(String type) {
    return switch (type) {
      case "F64" -> "float64";
      case "F32" -> "float32";
      case "F16" -> "float16";
      case "BF16" -> "bfloat16";
      case "I64" -> "int64";
      case "I32" -> "int32";
      case "I16" -> "int16";
      case "I8" -> "int8";
      case "U8" -> "uint8";
      case "BOOL" -> "bool";
      case "C64" -> "complex64";
      default -> type;
    };
  }

  /**
   * Reads a file that has one set of weights.
   *
   * @param path a regular file
   * @return its weights
   * @throws MalformedFileException as {@link #read(Path, Optional)}
   * @throws IOException if the file cannot be read
   */
  public static Checkpoint read(Path path) throws IOException {
    return read(path, Optional.empty());
  }

  /**
   * Tells what tensors a file has, whether or not they are the weights of a model: those of optimisers
   * and counters, too, of any element type. No tensor is read.
   *
   * @param path a regular file
   * @return the tensors in the order of the file, unmodifiable
   * @throws MalformedFileException if the file is of another kind, which the message names, or damaged
   * @throws IOException if the file cannot be read
   */
  public static List<ListedTensor> list(Path path) throws IOException {
    FileKind kind = FileKind.of(path);
    if (isSafetensors(path, kind)) {
      return listSafetensors(path);
    }
    try (TorchContainer file = open(path, kind)) {
      return TensorListing.of(path, file.pickleName(), file.unpickle());
    }
  }

  /**
   * The weights. Of a whole module these are the parameters and persistent buffers; a module that has
   * two names is listed under the first only. Names that share all their elements, such as tied
   * embeddings, have the same {@link Tensor} object.
   *
   * @return names and tensors in the order of the file, unmodifiable
   */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * The module whose weights these are, with its class and the settings that tensors do not show. The
   * names of its tensors begin at this module: where a wrapper's prefix was dropped, this is the module
   * that was wrapped.
   *
   * @return nothing for a state dictionary, which has no more than tensors
   */
  public Optional<TorchRecord> module() {
    return module;
  }

  /**
   * The classes of the modules around {@link #module()} whose prefixes were dropped, such as {@code
   * torch.nn.parallel.data_parallel.DataParallel}. What their {@code forward} does besides calling the
   * module is not known.
   *
   * @return full names of classes, outermost first; empty for a state dictionary
   */
  public List<String> wrappers() {
    return wrappers;
  }

  /**
   * What was left out, renamed, converted or chosen: each a sentence without its full stop, printable.
   *
   * @return what to tell a user who asks, in the order it was done
   */
  public List<String> notes() {
    return notes;
  }

  /**
   * What makes results doubtful, such as values that are not finite: each one printable line that names
   * the tensor.
   *
   * @return what to tell every user
   */
  public List<String> warnings() {
    return warnings;
  }
}
