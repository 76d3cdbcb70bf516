package dev.carrylane.jmh.report;

import dev.carrylane.jmh.results.Environment;
import dev.carrylane.jmh.results.Measurement;
import dev.carrylane.jmh.results.Noise;
import dev.carrylane.jmh.results.Results;
import dev.carrylane.jmh.suite.Case;
import dev.carrylane.jmh.suite.Entry;
import dev.carrylane.jmh.suite.Peer;
import dev.carrylane.jmh.suite.Section;
import dev.carrylane.jmh.suite.Tier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a run, and which of the catalogue's cases they have. */
final class Run {
  private final Environment environment;
  private final Results results;
  private final Optional<Results> other;
  private final Optional<Cold> cold;
  private final List<Section> sections;
  private final Noise noise;
  private final Map<Case, String> anchors = new HashMap<>();

  private Run(
      Environment environment,
      Results results,
      Optional<Results> other,
      Optional<Cold> cold,
      List<Section> sections) {
    this.environment = environment;
    this.results = results;
    this.other = other;
    this.cold = cold;
    this.sections = sections;
    noise = Noise.of(environment.probe());
    for (Measurement each : results.all()) {
      anchors.put(each.what(), "m" + (anchors.size() + 1));
    }
  }

  /** Reads the files in a folder; only that of the environment must be there. */
  static Run read(Path folder, List<Section> sections) throws IOException {
    Path results = folder.resolve("results.json");
    Path other = folder.resolve("other.json");
    Path cold = folder.resolve("cold.json");
    return new Run(
        Environment.read(folder.resolve("environment.json")),
        Files.exists(results) ? Results.read(results) : new Results(List.of()),
        Files.exists(other) ? Optional.of(Results.read(other)) : Optional.empty(),
        Files.exists(cold) ? Optional.of(Cold.read(cold)) : Optional.empty(),
        sections);
  }

  Environment environment() {
    return environment;
  }

  Results results() {
    return results;
  }

  Optional<Results> other() {
    return other;
  }

  Optional<Cold> cold() {
    return cold;
  }

  List<Section> sections() {
    return sections;
  }

  Noise noise() {
    return noise;
  }

  /** What a case is called: ours as the catalogue says, another's by its name, too. */
  String label(Case one) {
    for (Measured ours : measured()) {
      if (ours.what().equals(one)) {
        return ours.label();
      }
      for (Peer peer : peers(ours.entry())) {
        if (peer.takes(ours.what()) && peer.beside(ours.what()).equals(one)) {
          return ours.label() + ": " + peer.name();
        }
      }
    }
    return one.toString();
  }

  private static List<Peer> peers(Entry entry) {
    List<Peer> all = new ArrayList<>(entry.peers());
    entry.serial().ifPresent(all::add);
    return all;
  }

  /** Where the forks of a case are; empty if it wasn't measured. */
  String anchor(Case one) {
    return anchors.getOrDefault(one, "");
  }

  /** The cases of a section that were measured, in its order. */
  List<Measured> measured(Section section) {
    List<Measured> all = new ArrayList<>();
    for (Entry entry : section.entries()) {
      all.addAll(measured(section, entry));
    }
    return all;
  }

  /** The cases of an entry that were measured, in its order, and the smaller first. */
  List<Measured> measured(Section section, Entry entry) {
    List<Measured> all = new ArrayList<>();
    for (Case each : entry.cases(Tier.FULL)) {
      results.of(each).ifPresent(found -> all.add(new Measured(section, entry, found)));
    }
    return Sizes.ascending(all);
  }

  /** All cases of ours that were measured. */
  List<Measured> measured() {
    return sections.stream().flatMap(section -> measured(section).stream()).toList();
  }

  /** What was measured of a peer beside a case of ours. */
  Optional<Measurement> beside(Measured ours, Peer peer) {
    return peer.takes(ours.what()) ? results.of(peer.beside(ours.what())) : Optional.empty();
  }

  /** Whether any case has no more forks than an interval needs to be one. */
  boolean hasRanges() {
    return results.all().stream()
        .map(each -> Figure.of(each.seconds()).interval())
        .anyMatch(interval -> interval.isRange() || !interval.hasBounds());
  }
}
