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
  /** Modules can be shared so often that a walk never ends. */
  private static final int MOST_VISITS = 10_000;

  private static final int MOST_DEPTH = 128;

  /** Classes that do more than run their modules one after the other. */
  private static final Pattern MORE =
      Pattern.compile(
          "(?i).*(resid|resnet|resblock|shortcut|skip|highway|attention|attn|transformer|densenet|denseblock|unet|gated|wavenet|seq2seq).*"
              + "|.*(?-i)(_Res|Res_|Res[A-Z(]).*|Res");

  private final Set<String> layers;
  private final Remarks remarks;
  private final List<Step> steps = new ArrayList<>();
  private final Set<TorchRecord> within = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<TorchRecord> passed = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The class whose code runs the modules that are met. */
  private String owner = "";

  private int visits;

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
    if (++visits > MOST_VISITS || within.size() > MOST_DEPTH || !within.add(module)) {
      throw new IllegalArgumentException(
          Settings.shown(module.name())
              + " has modules in it that contain each other, or too many of them");
    }
    passed.add(module);
    String kind = Settings.simpleName(module);
    boolean torch = Settings.isTorch(module);
    if (layers.contains(module.name()) || module.members().isEmpty()) {
      if (!isEmptyContainer(module)) {
        steps.add(new Step(module, module.name(), exact, owner));
      }
    } else if (Settings.isSequential(module)) {
      for (TorchRecord member : module.members().values()) {
        walk(member, true);
      }
    } else if (torch
        && !kind.equals("ModuleList")
        && !kind.equals("ModuleDict")
        && !kind.equals("Module")) {
      throw new IllegalArgumentException(
          "%s is of class %s, which is not computed"
              .formatted(Settings.shown(module.name()), MalformedFileException.quote(kind)));
    } else {
      walkRegistered(module, kind, torch);
    }
    within.remove(module);
  }

  /** Whether it has neither modules nor tensors: such ones are used in several places. */
  private boolean isFunction(TorchRecord module) {
    return module.members().isEmpty() && !layers.contains(module.name());
  }

  private static boolean isEmptyContainer(TorchRecord module) {
    String kind = Settings.simpleName(module);
    return Settings.isTorch(module)
        && (kind.equals("Sequential") || kind.startsWith("Module") || kind.equals("ParameterList"));
  }

  private void walkRegistered(TorchRecord module, String kind, boolean torch) {
    refuseMore(Settings.shown(module.name()), kind);
    String ownerBefore = owner;
    owner = kind;
    Set<TorchRecord> inSequence = inSequences(module);
    int before = steps.size();
    List<TorchRecord> run = new ArrayList<>();
    for (TorchRecord member : module.members().values()) {
      boolean known = passed.contains(member) && !isFunction(member);
      if (Functions.isLoss(member)) {
        remarks.note(Settings.shown(member.name()) + " is a loss, which only training uses");
      } else if (!inSequence.contains(member) && !known) {
        int had = steps.size();
        walk(member, false);
        if (steps.size() > had) {
          run.add(member);
        }
      }
    }
    requirePlaces(run);
    owner = ownerBefore;
    if (steps.size() > before && !(torch && (run.size() == 1 || kind.equals("ModuleList")))) {
      remarks.assume(
          "the code of class %s is not in the file: it is taken to run its modules one after the other: %s"
              .formatted(
                  MalformedFileException.quote(kind),
                  Parts.listed(run.stream().map(ModuleWalk::ownName).toList())));
    }
  }

  /** The last word of a name, which modules of one class have in common. */
  private static String ownName(TorchRecord module) {
    String name = module.name();
    return MalformedFileException.quote(name.substring(name.lastIndexOf('.') + 1));
  }

  private static void refuseMore(String shown, String kind) {
    if (MORE.matcher(kind).matches()) {
      throw new IllegalArgumentException(
          "%s is of class %s, which by its name adds to what its modules compute; describe the model with --describe"
              .formatted(shown, MalformedFileException.quote(kind)));
    }
  }

  /** A class around the model, of whose modules no tensor is; PyTorch's own only pass on. */
  static void wrapper(String className, Remarks remarks) {
    if (!className.startsWith("torch.")) {
      String kind = className.substring(className.lastIndexOf('.') + 1);
      refuseMore("the module around the model", kind);
      remarks.assume(
          "the code of class %s is not in the file: it is taken to run the model in it and nothing else"
              .formatted(MalformedFileException.quote(kind)));
    }
  }

  /** Members that are in a {@code Sequential} beside them, too, and run in that. */
  private static Set<TorchRecord> inSequences(TorchRecord module) {
    Set<TorchRecord> inSequence = Collections.newSetFromMap(new IdentityHashMap<>());
    for (TorchRecord member : module.members().values()) {
      if (Settings.isSequential(member)) {
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
      if (!isFunction(member)) {
        layersBefore++;
      } else if (Functions.isActivation(member)) {
        if (Functions.activation(member).isEmpty() && !Functions.isLogSoftmax(member)) {
          throw new IllegalArgumentException(
              "%s is of class %s, which is not computed"
                  .formatted(
                      Settings.shown(member.name()),
                      MalformedFileException.quote(Settings.simpleName(member))));
        }
        boolean output = within.size() == 1 && i == run.size() - 1 && Functions.isOutput(member);
        if (layersBefore != 1 && !output) {
          throw new IllegalArgumentException(
              "%s is registered behind %s layers, so that the file does not tell where it is applied%s; describe the model with --describe"
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
