package dev.carrylane.jmh.bench;

import dev.carrylane.jmh.suite.Case;
import dev.carrylane.jmh.suite.Entry;
import dev.carrylane.jmh.suite.Peer;
import dev.carrylane.jmh.suite.Section;
import dev.carrylane.jmh.suite.Tier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The cases of a round, in the order in which they are run: each of ours, then the serial recurrence and the libraries that it is compared
 * with, so that what changes slowly hits all sides of a comparison alike.
 *
 * @param cases each once
 */
record Plan(List<Case> cases) {
  /** Copies the list. */
  Plan {
    cases = List.copyOf(cases);
  }

  /**
   * What is chosen from the suite.
   *
   * @param tier how much
   * @param filters what the name of a section, or a part of a case's or its peers' names must match, one of them; all if empty
   * @param one whether of each benchmark only its first case is run
   * @param libraries whether other libraries are run
   * @param given values of parameters that replace the suite's, by name; empty where it has none
   */
  record Choice(
      Tier tier,
      List<Pattern> filters,
      boolean one,
      boolean libraries,
      Function<String, Optional<Collection<String>>> given) {
    private boolean takes(List<Section> sections, Section section, Entry entry, Case one) {
      return filters.isEmpty()
          || filters.stream().anyMatch(filter -> matches(filter, sections, section, entry, one));
    }

    /** The name of a section means that section, even where it is a part of other names. */
    private boolean matches(
        Pattern filter, List<Section> sections, Section section, Entry entry, Case one) {
      if (sections.stream().anyMatch(each -> filter.matcher(each.id()).matches())) {
        return filter.matcher(section.id()).matches();
      }
      return filter.matcher(one.toString()).find()
          || libraries
              && entry.peers().stream()
                  .anyMatch(
                      peer ->
                          peer.isLibrary()
                              && peer.takes(one)
                              && filter.matcher(peer.benchmark()).find());
    }
  }

  /**
   * Chooses cases.
   *
   * @param sections the suite
   * @param choice what of it
   * @return the plan; empty if nothing fits
   */
  static Plan of(List<Section> sections, Choice choice) {
    Set<Case> cases = new LinkedHashSet<>();
    for (Section section : sections) {
      for (Entry entry : section.entries()) {
        List<Case> ours = new ArrayList<>(given(entry.cases(choice.tier()), choice.given()));
        ours.removeIf(one -> !choice.takes(sections, section, entry, one));
        List<Peer> peers = new ArrayList<>(entry.peers());
        peers.removeIf(peer -> peer.isLibrary() && !choice.libraries());
        entry.serial().ifPresent(peers::addFirst);
        if (choice.one()) {
          ours.stream().limit(1).forEach(cases::add);
          for (Peer peer : peers) {
            ours.stream().filter(peer::takes).limit(1).map(peer::beside).forEach(cases::add);
          }
        } else {
          for (Case one : ours) {
            cases.add(one);
            peers.stream().filter(p -> p.takes(one)).map(p -> p.beside(one)).forEach(cases::add);
          }
        }
      }
    }
    return new Plan(new ArrayList<>(cases));
  }

  /** Cases with given values of some of their parameters instead of their own. */
  private static Set<Case> given(
      List<Case> cases, Function<String, Optional<Collection<String>>> given) {
    Set<Case> all = new LinkedHashSet<>();
    for (Case one : cases) {
      List<Map<String, String>> combinations = List.of(one.parameters());
      for (String name : one.parameters().keySet()) {
        Optional<Collection<String>> values = given.apply(name);
        if (values.isPresent()) {
          List<Map<String, String>> replaced = new ArrayList<>();
          for (Map<String, String> combination : combinations) {
            for (String value : values.get()) {
              Map<String, String> other = new TreeMap<>(combination);
              other.put(name, value);
              replaced.add(other);
            }
          }
          combinations = replaced;
        }
      }
      combinations.forEach(each -> all.add(Case.of(one.benchmark(), each)));
    }
    return all;
  }
}
