package dev.carrylane.tasks.recognition;

import dev.carrylane.network.layer.Bidirectional;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.Embedding;
import dev.carrylane.network.layer.FlattenedLinear;
import dev.carrylane.network.layer.LayerDescription;
import dev.carrylane.network.layer.Linear;
import dev.carrylane.network.layer.RecurrentDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The order in which layers run, in which each takes frames as wide as the one before gives: that of the file, or another if
 * only one fits. A first matrix can be a table of tokens, and a last linear layer can take all frames of a sequence at once.
 */
final class Order {
  /** More layers than this are taken in the order of the file or not at all. */
  private static final int MOST_MOVED = 128;

  /** A product of a few widths is rather that of states side by side. */
  private static final int LEAST_FRAMES = 5;

  private static final int MOST_STEMS = 6;
  private static final int MOST_ORDERS = 720;
  private static final Pattern TABLE = Pattern.compile("(?i).*(emb|wte|token|vocab|lookup).*");

  /** A member of a list or {@code Sequential}. */
  private static final Pattern LISTED = Pattern.compile("(.*\\.)?[0-9]+");

  private final Remarks remarks;

  private Order(Remarks remarks) {
    this.remarks = remarks;
  }

  /**
   * Parts in the order in which they run.
   *
   * @param sorted whether the file has them by name, which tells nothing
   * @param told whether the modules of the file tell the order, or their order was told as an assumption
   * @throws IllegalArgumentException if no order fits, or several do and the file's does not
   */
  static List<Part> of(List<Part> parts, boolean sorted, boolean told, Remarks remarks) {
    return new Order(remarks).find(parts, sorted, told);
  }

  private List<Part> find(List<Part> parts, boolean sorted, boolean told) {
    List<Part> asInFile = fit(parts, true);
    List<List<Part>> orders = new ArrayList<>();
    if (sorted) {
      permute(new ArrayList<>(stems(parts)), new ArrayList<>(), orders);
    } else if (asInFile == null) {
      moveLater(parts, orders);
    }
    if (orders.size() > 1) {
      return told(ending(orders));
    }
    if (orders.size() == 1) {
      remarks.assume("the layers run in the only order that fits: " + names(orders.getFirst()));
      return told(orders.getFirst());
    }
    if (asInFile == null) {
      throw refused(parts);
    }
    if (parts.size() > 1 && !told) {
      remarks.assume(
          "the layers run in the order of the file, each on the outputs of the one before alone: "
              + names(asInFile));
    }
    return told(asInFile);
  }

  /** Of orders that fit, the only one with a linear layer at the end and none at the start, as most models have them. */
  private List<Part> ending(List<List<Part>> orders) {
    List<List<Part>> usual = new ArrayList<>();
    for (List<Part> order : orders) {
      if (order.getLast().layer() instanceof Linear
          && !(order.getFirst().layer() instanceof Linear)) {
        usual.add(order);
      }
    }
    if (usual.size() != 1) {
      throw new IllegalArgumentException(
          "the file does not tell the order of layers, and several orders of layers fit: %s; or %s; describe the model with --describe"
              .formatted(names(orders.get(0)), names(orders.get(1))));
    }
    remarks.assume(
        "of several orders that fit, the one that ends with a linear layer: "
            + names(usual.getFirst()));
    return usual.getFirst();
  }

  private static String names(List<Part> parts) {
    return Parts.listed(parts.stream().map(Part::shown).toList());
  }

  /** Says what was made of matrices. */
  private List<Part> told(List<Part> parts) {
    Part first = parts.getFirst();
    if (first.isMatrix() && first.layer() instanceof Linear && parts.size() > 1) {
      remarks.assume(first.shown() + " is a linear layer, not a table of tokens");
    }
    if (parts.getLast().layer() instanceof FlattenedLinear flattened) {
      remarks.assume(
          "%s takes all %d frames of a sequence side by side"
              .formatted(parts.getLast().shown(), flattened.frames()));
    }
    return parts;
  }

  /** The same parts as tables or flattened where they must be; null if the widths don't fit. */
  private static List<Part> fit(List<Part> parts, boolean flatten) {
    List<Part> fitting = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (i == 0) {
        fitting.add(isTable(part, parts) ? part.asEmbedding() : part);
        continue;
      }
      Part before = fitting.getLast();
      int width = before.outputs();
      if (part.layer() instanceof Embedding) {
        return null;
      }
      if (part.inputs() == width) {
        fitting.add(part);
      } else if (flatten && i == parts.size() - 1 && isFlattened(before, part, width)) {
        fitting.add(part.flattened(part.inputs() / width));
      } else {
        return null;
      }
    }
    return fitting;
  }

  private static boolean isTable(Part first, List<Part> parts) {
    if (!first.isMatrix() || parts.size() < 2 || first.inputs() != parts.get(1).inputs()) {
      return false;
    }
    return first.outputs() != parts.get(1).inputs() || TABLE.matcher(first.name()).matches();
  }

  private static boolean isFlattened(Part before, Part last, int width) {
    if (!(last.layer() instanceof Linear) || before.layer() instanceof Linear) {
      return false;
    }
    int frames = last.inputs() / width;
    // Convolutions in PyTorch give channel after channel, so that wider frames would be in another
    // order.
    boolean wide = width > 1 && before.layer() instanceof Convolution;
    return last.inputs() % width == 0 && frames >= LEAST_FRAMES && !wide;
  }

  /** Linear layers are declared before what they follow now and then; others, and those of lists, hardly ever. */
  private static void moveLater(List<Part> parts, List<List<Part>> orders) {
    for (int from = 0; from < parts.size() && parts.size() <= MOST_MOVED; from++) {
      Part part = parts.get(from);
      if (!(part.layer() instanceof Linear) || LISTED.matcher(part.name()).matches()) {
        continue;
      }
      for (int to = from + 1; to < parts.size(); to++) {
        List<Part> moved = new ArrayList<>(parts);
        moved.add(to, moved.remove(from));
        List<Part> fitting = fit(moved, false);
        if (fitting != null) {
          orders.add(fitting);
        }
      }
    }
  }

  /** Parts by the first word of their names: those of one word stay in their order. */
  private static List<List<Part>> stems(List<Part> parts) {
    Map<String, List<Part>> stems = new LinkedHashMap<>();
    for (Part part : parts) {
      int dot = part.name().indexOf('.');
      String word = dot < 0 ? part.name() : part.name().substring(0, dot);
      stems.computeIfAbsent(word.replaceAll("[0-9]+", ""), w -> new ArrayList<>()).add(part);
    }
    return List.copyOf(stems.values());
  }

  private static void permute(List<List<Part>> left, List<Part> chosen, List<List<Part>> orders) {
    if (left.isEmpty()) {
      List<Part> fitting = fit(chosen, true);
      if (fitting != null) {
        orders.add(fitting);
      }
    }
    if (left.size() > MOST_STEMS) {
      return;
    }
    for (int i = 0; i < left.size() && orders.size() < MOST_ORDERS; i++) {
      List<List<Part>> others = new ArrayList<>(left);
      List<Part> longer = new ArrayList<>(chosen);
      longer.addAll(others.remove(i));
      permute(others, longer, orders);
    }
  }

  private static IllegalArgumentException refused(List<Part> parts) {
    int i = 1;
    while (i < parts.size() - 1 && fit(parts.subList(0, i + 1), false) != null) {
      i++;
    }
    Part before = parts.get(i - 1);
    Part part = parts.get(i);
    String hint = hint(before, part);
    return new IllegalArgumentException(
        "the layers are no chain: %s can't follow %s, and no other order fits%s; understood: %s; describe the model with --describe"
            .formatted(part, before, hint, Parts.listed(parts)));
  }

  private static String hint(Part before, Part part) {
    int width = before.outputs();
    LayerDescription last = before.layer();
    boolean recurrent = last instanceof RecurrentDescription || last instanceof Bidirectional;
    if (part.inputs() > width && part.inputs() % width == 0) {
      return recurrent
          ? ", unless it takes several states or frames side by side"
          : ", unless it takes several frames side by side, whose order is not known";
    }
    return "";
  }
}
