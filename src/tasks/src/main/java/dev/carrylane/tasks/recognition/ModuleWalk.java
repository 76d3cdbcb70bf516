package dev.carrylane.tasks.recognition;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.tasks.checkpoint.TorchRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The modules that a whole module runs, in order. A {@code Sequential} says its order. Other classes have it in code, which
 * is not in the file: their modules are taken to run as they are registered, which is told, but for classes whose names
 * speak of more and functions that several layers may share.
 */
final class ModuleWalk {
  private static final int MOST_STEPS = 10_000;

  /** Classes that do more than run their modules one after the other. */
  private static final Pattern MORE =
      Pattern.compile(
          "(?i).*(resid|resnet|resblock|shortcut|skip|highway|attention|transformer|densenet|denseblock|unet).*"
              + "|.*(?-i)(_Res|Res_|Res[A-Z(]).*|Res");

  private final Set<String> layers;
  private final Remarks remarks;
  private final List<Step> steps = new ArrayList<>();
  private final Set<TorchRecord> within = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<TorchRecord> passed = Collections.newSetFromMap(new IdentityHashMap<>());

  private ModuleWalk(Set<String> layers, Remarks remarks) {
    this.layers = layers;
    this.remarks = remarks;
  }

  /**
   * The steps of a module.
   *
   * @param layers the names of modules that are layers, into which there is no looking
   */
  static List<Step> of(TorchRecord module, Set<String> layers, Remarks remarks) {
    ModuleWalk walk = new ModuleWalk(layers, remarks);
    walk.walk(module, false);
    return walk.steps;
  }

  private void walk(TorchRecord module, boolean exact) {
    if (steps.size() > MOST_STEPS || !within.add(module)) {
      throw new IllegalArgumentException(
          Settings.shown(module.name()) + " has modules in it that contain each other");
    }
    passed.add(module);
    String kind = Settings.simpleName(module);
    boolean torch = Settings.isTorch(module);
    if (layers.contains(module.name()) || module.members().isEmpty()) {
      if (!isEmptyContainer(module)) {
        steps.add(new Step(module, module.name(), exact));
      }
    } else if (torch && kind.equals("Sequential")) {
      for (TorchRecord member : module.members().values()) {
        walk(member, true);
      }
    } else if (torch
        && !kind.equals("ModuleList")
        && !kind.equals("ModuleDict")
        && !kind.equals("Module")) {
      throw new IllegalArgumentException(
          "%s is a %s, which is not computed".formatted(Settings.shown(module.name()), kind));
    } else {
      walkRegistered(module, kind);
    }
    within.remove(module);
  }

  private static boolean isEmptyContainer(TorchRecord module) {
    String kind = Settings.simpleName(module);
    return Settings.isTorch(module)
        && (kind.equals("Sequential") || kind.startsWith("Module") || kind.equals("ParameterList"));
  }

  private void walkRegistered(TorchRecord module, String kind) {
    if (MORE.matcher(kind).matches()) {
      throw new IllegalArgumentException(
          "%s is of class %s, which by its name adds to what its modules compute; describe the model"
              .formatted(Settings.shown(module.name()), MalformedFileException.quote(kind)));
    }
    Set<TorchRecord> inSequence = inSequences(module);
    int before = steps.size();
    List<TorchRecord> run = new ArrayList<>();
    for (TorchRecord member : module.members().values()) {
      if (!inSequence.contains(member) && !passed.contains(member)) {
        run.add(member);
        walk(member, false);
      }
    }
    requirePlaces(run);
    if (steps.size() > before + 1) {
      remarks.assume(
          "%s is of class %s, whose code is not in the file: it is taken to run its modules as they are registered: %s"
              .formatted(
                  Settings.shown(module.name()),
                  MalformedFileException.quote(kind),
                  Parts.listed(
                      run.stream().map(member -> Settings.shown(member.name())).toList())));
    }
  }

  /** Members that are in a {@code Sequential} beside them, too, and run in that. */
  private static Set<TorchRecord> inSequences(TorchRecord module) {
    Set<TorchRecord> inSequence = Collections.newSetFromMap(new IdentityHashMap<>());
    for (TorchRecord member : module.members().values()) {
      if (Settings.isTorch(member) && Settings.simpleName(member).equals("Sequential")) {
        inSequence.addAll(member.members().values());
      }
    }
    return inSequence;
  }

  /** A function that is registered behind several layers can belong to each of them. */
  private void requirePlaces(List<TorchRecord> run) {
    int layersBefore = 0;
    for (int i = 0; i < run.size(); i++) {
      TorchRecord member = run.get(i);
      if (!member.members().isEmpty() || layers.contains(member.name())) {
        layersBefore++;
      } else if (Functions.isActivation(member)) {
        boolean output = within.size() == 1 && i == run.size() - 1 && Functions.isOutput(member);
        if (layersBefore != 1 && !output) {
          throw new IllegalArgumentException(
              "%s is registered behind %s layers, so that the file does not tell where it is applied%s; describe the model"
                  .formatted(
                      Settings.shown(member.name()),
                      layersBefore == 0 ? "no" : Integer.toString(layersBefore),
                      paddings(run)));
        }
        layersBefore = 0;
      }
    }
  }

  private static String paddings(List<TorchRecord> run) {
    Set<String> names = new HashSet<>();
    for (TorchRecord member : run) {
      if (member.integers("padding").filter(p -> p.stream().anyMatch(v -> v != 0)).isPresent()) {
        names.add(Settings.shown(member.name()));
      }
    }
    return names.isEmpty() ? "" : ", nor whether the padding of its convolutions is cut off";
  }
}
