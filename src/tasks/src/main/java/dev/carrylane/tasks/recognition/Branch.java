package dev.carrylane.tasks.recognition;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import dev.carrylane.tasks.checkpoint.TorchRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tensors whose names begin alike, as those of one module do, and what the file says of that module. */
final class Branch {
  private final String name;
  private final Optional<TorchRecord> module;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Branch> branches = new LinkedHashMap<>();

  private Branch(String name, Optional<TorchRecord> module) {
    this.name = name;
    this.module = module;
  }

  /** All tensors as a tree by the dots of their names. */
  static Branch tree(Map<String, Tensor> tensors, Optional<TorchRecord> module) {
    Branch top = new Branch("", module);
    tensors.forEach(
        (name, tensor) -> {
          Branch branch = top;
          int start = 0;
          for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', start)) {
            branch = branch.branch(name.substring(start, dot));
            start = dot + 1;
          }
          branch.tensors.put(name.substring(start), tensor);
        });
    return top;
  }

  private Branch branch(String key) {
    Branch known = branches.get(key);
    if (known == null) {
      Optional<TorchRecord> below =
          module.flatMap(record -> Optional.ofNullable(record.modules().get(key)));
      known = new Branch(fullName(key), below);
      branches.put(key, known);
    }
    return known;
  }

  /** This branch, then those below in order. */
  List<Branch> all() {
    List<Branch> all = new ArrayList<>();
    collect(all);
    return all;
  }

  private void collect(List<Branch> all) {
    all.add(this);
    for (Branch branch : branches.values()) {
      branch.collect(all);
    }
  }

  /** The start of all names, without its dot; empty at the top. */
  String name() {
    return name;
  }

  /** The name for messages. */
  String shown() {
    return name.isEmpty() ? "the model" : MalformedFileException.quote(name);
  }

  /** The whole name of a tensor or branch. */
  String fullName(String local) {
    return name.isEmpty() ? local : name + "." + local;
  }

  /** The module of that name, of a file that holds a whole module. */
  Optional<TorchRecord> module() {
    return module;
  }

  /** The tensors that have nothing behind the name but their own. */
  Map<String, Tensor> tensors() {
    return tensors;
  }

  /** The branches one level below. */
  Map<String, Branch> branches() {
    return branches;
  }

  boolean has(String local) {
    return tensors.containsKey(local);
  }

  /** A tensor here or below, or null. */
  Tensor tensor(String local) {
    int dot = local.indexOf('.');
    if (dot < 0) {
      return tensors.get(local);
    }
    Branch below = branches.get(local.substring(0, dot));
    return below == null ? null : below.tensor(local.substring(dot + 1));
  }

  /** The rank of a tensor, −1 if there is none. */
  int rank(String local) {
    Tensor tensor = tensors.get(local);
    return tensor == null ? -1 : tensor.rank();
  }
}
