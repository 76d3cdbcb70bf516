package dev.carrylane.tasks.checkpoint;

import dev.carrylane.network.MalformedFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All the tensors that a pickle holds, wherever. Each container is looked into once. */
final class TensorListing {
  private static final int MAX_DEPTH = 64;

  private final Path path;
  private final String part;
  private final List<ListedTensor> tensors = new ArrayList<>();
  private final Set<Object> entered = Collections.newSetFromMap(new IdentityHashMap<>());
  private long characters;

  private TensorListing(Path path, String part) {
    this.path = path;
    this.part = part;
  }

  static List<ListedTensor> of(Path path, String part, Object root) throws MalformedFileException {
    TensorListing listing = new TensorListing(path, part);
    listing.collect(root instanceof TensorView ? "tensor" : "", root, 0);
    return Collections.unmodifiableList(listing.tensors);
  }

  private void collect(String name, Object value, int depth) throws MalformedFileException {
    if (value instanceof TensorView view) {
      add(name, view);
    } else if (WeightsSearch.isModule(value)) {
      if (entered.add(value)) {
        ModuleWalker walker = new ModuleWalker(path, part);
        walker.addModule((PickledObject) value);
        for (Map.Entry<String, TensorView> tensor : walker.tensors().entrySet()) {
          add(join(name, tensor.getKey()), tensor.getValue());
        }
      }
    } else if (depth < MAX_DEPTH
        && (value instanceof Map || value instanceof List || value instanceof Object[])
        && entered.add(value)) {
      for (Map.Entry<?, ?> entry : WeightsSearch.entries(value).entrySet()) {
        boolean named = entry.getKey() instanceof String || entry.getKey() instanceof Integer;
        collect(join(name, named ? entry.getKey().toString() : "?"), entry.getValue(), depth + 1);
      }
    }
  }

  private String join(String name, String key) throws MalformedFileException {
    characters += name.length() + key.length();
    if (characters > ModuleWalker.MAX_CHARACTERS) {
      throw new MalformedFileException(path, part, "its tensors have too many or too long names");
    }
    return name.isEmpty() ? key : name + "." + key;
  }

  private void add(String name, TensorView view) {
    tensors.add(
        new ListedTensor(
            name,
            view.storage().type().typeName(),
            Arrays.stream(view.shape()).mapToObj(Long::valueOf).toList()));
  }
}
