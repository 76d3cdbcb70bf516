package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A PyTorch checkpoint: a file that {@code torch.save} wrote, in the zip format of PyTorch 1.6 and
 * later, from a {@code state_dict()} or from a whole module. Immutable.
 *
 * <p>Such files are programs for Python's pickle machine. Here they are read as data: the few calls
 * that rebuild tensors are recognised, objects of other classes become inert records, and a file that
 * would call anything else, or names a module such as {@code os}, is refused. Files from anywhere can
 * be read: what is allocated stays in proportion to the file's size.
 */
public final class TorchCheckpoint {
  private static final byte[] ZIP = HexFormat.of().parseHex("504b0304");
  private static final byte[] EMPTY_ZIP = HexFormat.of().parseHex("504b0506");

  /** Protocol 2, then the number 0x1950a86a20f9469cfc6c that PyTorch put first before 1.6. */
  private static final byte[] OLD_FORMAT = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa85019");

  private static final int HEAD_BYTES = 512;

  /** How often the tensors together may show each element of the storages. */
  private static final int MAX_SHARING = 4;

  private final Map<String, Tensor> tensors;
  private final Optional<TorchRecord> module;

  private TorchCheckpoint(Map<String, Tensor> tensors, Optional<TorchRecord> module) {
    this.tensors = tensors;
    this.module = module;
  }

  /**
   * Reads a checkpoint. Elements become {@code float}: halves are widened, doubles rounded, integers of
   * 64 bits taken where they are exact. Tensors are copied to the Java heap, in row-major order
   * whatever their strides were; the file is closed before this method returns.
   *
   * @param path a regular file
   * @return its contents
   * @throws MalformedFileException if it is no such checkpoint, is damaged, needs anything but tensors,
   *     or holds tensors of element types that are not read
   * @throws IOException if the file cannot be read
   */
  public static TorchCheckpoint read(Path path) throws IOException {
    checkFormat(path);
    try (CheckpointArchive archive = CheckpointArchive.open(path, Files.size(path))) {
      Object root = new TensorUnpickler(path, archive.pickle(), archive).read();
      ModuleWalker walker = new ModuleWalker(path);
      Optional<TorchRecord> module = Optional.empty();
      if (root instanceof PickledObject object) {
        module = Optional.of(walker.addModule(object));
      } else if (root instanceof Map<?, ?> dictionary) {
        walker.addStateDict(dictionary);
      } else {
        throw new MalformedFileException(
            path,
            CheckpointArchive.PICKLE,
            "holds neither a module nor a state_dict(); save one of these");
      }
      return new TorchCheckpoint(load(path, walker.tensors(), archive), module);
    }
  }

  /**
   * The tensors under the names that {@code state_dict()} gives them, in its order. Of a whole module
   * these are the parameters and persistent buffers; a module that has two names is listed under the
   * first only. A state dictionary is listed as it is; names that share all their elements have the
   * same {@link Tensor} object.
   *
   * @return names and tensors, unmodifiable
   */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * The module's description, with the hyper-parameters that tensors do not show.
   *
   * @return nothing for a state dictionary
   */
  public Optional<TorchRecord> module() {
    return module;
  }

  private static void checkFormat(Path path) throws IOException {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new MalformedFileException(path, "not a regular file");
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(path)) {
      head = in.readNBytes(HEAD_BYTES);
    }
    if (startsWith(head, ZIP) || startsWith(head, EMPTY_ZIP)) {
      return;
    }
    if (startsWith(head, OLD_FORMAT)) {
      throw new MalformedFileException(
          path, "saved by PyTorch before 1.6; load it in PyTorch and save it again");
    }
    throw new MalformedFileException(path, "not a PyTorch checkpoint: " + kind(head));
  }

  private static String kind(byte[] head) {
    if (head.length == 0) {
      return "the file is empty";
    }
    boolean text = true;
    for (byte b : head) {
      text &= Byte.toUnsignedInt(b) >= ' ' || b == '\n' || b == '\r' || b == '\t';
    }
    if (text) {
      return "a text file";
    }
    return "it starts with the bytes "
        + HexFormat.ofDelimiter(" ").formatHex(head, 0, Math.min(4, head.length))
        + " instead of those of a zip archive";
  }

  private static boolean startsWith(byte[] head, byte[] start) {
    return head.length >= start.length
        && Arrays.equals(head, 0, start.length, start, 0, start.length);
  }

  /** Reads storage after storage, so that only one is in memory beside the tensors. */
  private static Map<String, Tensor> load(
      Path path, Map<String, TensorView> views, CheckpointArchive archive) throws IOException {
    Map<String, Tensor> loaded = new HashMap<>();
    for (List<String> names : byStorage(path, views)) {
      Storage storage = views.get(names.getFirst()).storage();
      ByteBuffer bytes = ByteBuffer.wrap(archive.read(storage)).order(ByteOrder.LITTLE_ENDIAN);
      for (String name : names) {
        TensorView view = views.get(name);
        String identity = view.identity();
        if (!loaded.containsKey(identity)) {
          try {
            loaded.put(identity, Tensor.of(view.values(bytes), view.shape()));
          } catch (IllegalArgumentException e) {
            throw new MalformedFileException(path, part(name), e.getMessage());
          }
        }
      }
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    views.forEach((name, view) -> tensors.put(name, loaded.get(view.identity())));
    return Collections.unmodifiableMap(tensors);
  }

  /**
   * Names by storage, after a check that the tensors together are not many times larger than the
   * storages: overlapping views could make a small file fill any memory.
   */
  private static Collection<List<String>> byStorage(Path path, Map<String, TensorView> views)
      throws MalformedFileException {
    Map<Integer, List<String>> names = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    long available = 0;
    long shown = 0;
    for (Map.Entry<String, TensorView> entry : views.entrySet()) {
      TensorView view = entry.getValue();
      Storage storage = view.storage();
      if (!storage.type().readable()) {
        throw new MalformedFileException(
            path,
            part(entry.getKey()),
            "its elements are in storage class "
                + storage.type().className()
                + ", which is not read; convert it with float() before saving");
      }
      if (!names.containsKey(storage.number())) {
        names.put(storage.number(), new ArrayList<>());
        available += storage.elements();
      }
      names.get(storage.number()).add(entry.getKey());
      shown += seen.add(view.identity()) ? view.size() : 0;
    }
    if (shown / MAX_SHARING > available) {
      throw new MalformedFileException(
          path,
          CheckpointArchive.PICKLE,
          "tensors of "
              + shown
              + " elements overlap in storages of "
              + available
              + "; clone() them before saving");
    }
    return names.values();
  }

  private static String part(String name) {
    return "tensor " + MalformedFileException.quote(name);
  }
}
