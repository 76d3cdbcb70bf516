package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the elements of tensors. Those that are no floats are left out; complex ones become two tensors.
 */
final class TensorLoader {
  /** How often the tensors together may show each element of the storages. */
  private static final int MAX_SHARING = 4;

  private TensorLoader() {}

  /** The types of all tensors, under the names that {@link #load} gives those that it reads. */
  static Map<String, String> types(Path path, Map<String, TensorView> views)
      throws MalformedFileException {
    Map<String, String> types = new LinkedHashMap<>();
    for (Map.Entry<String, TensorView> entry : views.entrySet()) {
      StorageType type = entry.getValue().storage().type();
      for (String name :
          type.complex()
              ? List.of(real(entry.getKey()), imaginary(entry.getKey()))
              : List.of(entry.getKey())) {
        if (types.put(name, type.typeName()) != null) {
          throw new MalformedFileException(
              path, "has two tensors " + MalformedFileException.quote(name));
        }
      }
    }
    return types;
  }

  private static String real(String name) {
    return name + "_re";
  }

  private static String imaginary(String name) {
    return name + "_im";
  }

  /** Reads storage after storage, so that only one is in memory beside the tensors. */
  static Map<String, Tensor> load(
      Path path, Map<String, TensorView> views, TorchContainer container) throws IOException {
    Map<String, Tensor> loaded = new HashMap<>();
    for (List<String> names : byStorage(path, views, container)) {
      Storage storage = views.get(names.getFirst()).storage();
      ByteBuffer bytes = ByteBuffer.wrap(container.read(storage)).order(ByteOrder.LITTLE_ENDIAN);
      for (String name : names) {
        TensorView view = views.get(name);
        String identity = view.identity();
        if (!loaded.containsKey(identity)) {
          loaded.put(identity, Tensor.of(view.values(bytes, false), view.shape()));
          if (storage.type().complex()) {
            loaded.put(imaginary(identity), Tensor.of(view.values(bytes, true), view.shape()));
          }
        }
      }
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    views.forEach(
        (name, view) -> {
          Tensor tensor = loaded.get(view.identity());
          if (view.storage().type().complex()) {
            tensors.put(real(name), tensor);
            tensors.put(imaginary(name), loaded.get(imaginary(view.identity())));
          } else if (tensor != null) {
            tensors.put(name, tensor);
          }
        });
    return tensors;
  }

  /**
   * Names by storage, after a check that the tensors together are not many times larger than the
   * storages: overlapping views could make a small file fill any memory.
   */
  private static Collection<List<String>> byStorage(
      Path path, Map<String, TensorView> views, TorchContainer container)
      throws MalformedFileException {
    Map<Integer, List<String>> names = new LinkedHashMap<>();
    Set<String> seen = new HashSet<>();
    long available = 0;
    long shown = 0;
    for (Map.Entry<String, TensorView> entry : views.entrySet()) {
      TensorView view = entry.getValue();
      Storage storage = view.storage();
      if (!storage.type().readable()) {
        continue;
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
          container.pickleName(),
          "tensors of "
              + shown
              + " elements overlap in storages of "
              + available
              + "; clone() them before saving");
    }
    return names.values();
  }
}
