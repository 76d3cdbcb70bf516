package dev.carrylane.jmh.suite;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One of our benchmarks: what it is called on the page, with which parameters it is run in each tier, what an operation does, and what it
 * is compared with. Immutable once it is in a section.
 */
public final class Entry {
  private final String benchmark;
  private final Function<Case, String> label;
  private final Map<Tier, List<Case>> cases = new EnumMap<>(Tier.class);
  private final List<Peer> peers = new ArrayList<>();
  private Function<Case, Work> work = any -> Work.of(0, 0);
  private Optional<Peer> serial = Optional.empty();
  private boolean latency;

  private Entry(String benchmark, Function<Case, String> label) {
    this.benchmark = benchmark;
    this.label = label;
    for (Tier tier : Tier.values()) {
      cases.put(tier, new ArrayList<>());
    }
  }

  /**
   * An entry without cases.
   *
   * @param benchmark class and method, without the package
   * @param label what a case is called, parameters included, such as "256 × 750 × 150, packed before"
   * @return a new entry
   */
  public static Entry of(String benchmark, Function<Case, String> label) {
    return new Entry(benchmark, label);
  }

  /**
   * Adds cases: all combinations of values, the first parameter's changing slowest.
   *
   * @param tier from which tier on they are run
   * @param parameters names and comma-separated values in turn, such as {@code "steps", "256,4096", "channels", "1"}
   * @return this
   */
  public Entry cases(Tier tier, String... parameters) {
    List<Map<String, String>> combinations = List.of(Map.of());
    for (int i = 0; i < parameters.length; i += 2) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> combination : combinations) {
        for (String value : parameters[i + 1].split(",", -1)) {
          Map<String, String> extended = new TreeMap<>(combination);
          extended.put(parameters[i], value);
          longer.add(extended);
        }
      }
      combinations = longer;
    }
    combinations.forEach(each -> cases.get(tier).add(Case.of(benchmark, each)));
    return this;
  }

  /**
   * Adds the only case of a benchmark that has no parameters.
   *
   * @param tier from which tier on it is run
   * @return this
   */
  public Entry onlyCase(Tier tier) {
    return cases(tier, new String[0]);
  }

  /**
   * Sets what an operation does.
   *
   * @param work the work of a case
   * @return this
   */
  public Entry work(Function<Case, Work> work) {
    this.work = work;
    return this;
  }

  /**
   * Sets the serial recurrence that it is compared with: the same result, step after step.
   *
   * @param peer the serial benchmark
   * @return this
   */
  public Entry serial(Peer peer) {
    serial = Optional.of(peer);
    return this;
  }

  /**
   * Adds something that it is compared with.
   *
   * @param peer a library, or another way to do it
   * @return this
   */
  public Entry peer(Peer peer) {
    peers.add(peer);
    return this;
  }

  /**
   * Says that the distribution of single operations counts: the benchmark's mode is sample time.
   *
   * @return this
   */
  public Entry latency() {
    latency = true;
    return this;
  }

  /** {@return class and method, without the package} */
  public String benchmark() {
    return benchmark;
  }

  /**
   * What a case is called.
   *
   * @param one of its cases
   * @return the words
   */
  public String label(Case one) {
    return label.apply(one);
  }

  /**
   * The cases of a tier, those of the tiers before it included.
   *
   * @param tier which
   * @return in the order of tiers, then as they were added
   */
  public List<Case> cases(Tier tier) {
    Set<Case> all = new LinkedHashSet<>();
    for (Tier each : Tier.values()) {
      if (each.compareTo(tier) <= 0) {
        all.addAll(cases.get(each));
      }
    }
    return List.copyOf(all);
  }

  /**
   * What one operation of a case does.
   *
   * @param one of its cases
   * @return the work
   */
  public Work work(Case one) {
    return work.apply(one);
  }

  /** {@return the serial recurrence that it is compared with} */
  public Optional<Peer> serial() {
    return serial;
  }

  /** {@return what it is compared with besides} */
  public List<Peer> peers() {
    return List.copyOf(peers);
  }

  /** {@return whether the distribution of single operations counts} */
  public boolean isLatency() {
    return latency;
  }
}
