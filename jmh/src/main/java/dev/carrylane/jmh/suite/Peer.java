package dev.carrylane.jmh.suite;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Another way to do the work of an entry.
 *
 * @param name what the page calls it, such as a library
 * @param benchmark class and method
 * @param shared parameters that have the values of the case it is compared with
 * @param own its other parameters, and its own values of shared ones where it is another model that is compared
 * @param only cases of the entry that it can do; all if empty: the value of the first shared parameter
 */
public record Peer(
    String name,
    String benchmark,
    List<String> shared,
    Map<String, String> own,
    List<String> only) {
  /** Copies the collections. */
  public Peer {
    shared = List.copyOf(shared);
    own = Map.copyOf(own);
    only = List.copyOf(only);
  }

  /** {@return whether it is in the module of other libraries, which is fetched only when asked for} */
  public boolean isLibrary() {
    return benchmark.startsWith("peers.");
  }

  /**
   * Whether it can do a case.
   *
   * @param ours the case
   * @return whether it can
   */
  public boolean takes(Case ours) {
    return only.isEmpty() || only.contains(ours.parameter(shared.get(0)));
  }

  /**
   * The case of the peer beside one of ours.
   *
   * @param ours the case it is compared with
   * @return the peer's
   */
  public Case beside(Case ours) {
    Map<String, String> parameters = new TreeMap<>();
    for (String name : shared) {
      parameters.put(name, ours.parameter(name));
    }
    parameters.putAll(own);
    return Case.of(benchmark, parameters);
  }
}
