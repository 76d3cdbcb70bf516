package dev.carrylane.tasks.recognition;

import dev.carrylane.network.Tensor;
import dev.carrylane.network.layer.CarryLookahead;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.Recurrent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Carry-lookahead layers: an RNN cell beside a stack of convolutions that takes the same frames and gives the carries.
 * Where the cell fits behind the stack as well, only the names of the paper's authors decide.
 */
final class CarryLookaheads {
  private static final Pattern PUBLISHED = Pattern.compile("(.*\\.)?tcn\\.network\\.[0-9]+\\..*");

  private CarryLookaheads() {}

  /** The parts, with each stack and its cell made one; other cells run over time. */
  static List<Part> join(List<Part> parts, Remarks remarks) {
    List<Part> joined = new ArrayList<>(parts);
    for (Part part : parts) {
      if (CellRecogniser.isCell(part)) {
        List<Part> stack = part.layer() instanceof Recurrent ? stack(joined, part) : List.of();
        if (stack.isEmpty()) {
          remarks.assume(part.shown() + ": the cell runs over time");
        } else {
          joined.set(joined.indexOf(part), join(stack, part, remarks));
          joined.removeAll(stack);
        }
      }
    }
    return joined;
  }

  /** The convolutions that give a cell's carries: directly before or behind it, or anywhere under the published names. */
  private static List<Part> stack(List<Part> parts, Part cell) {
    int at = parts.indexOf(cell);
    for (int first = 0; first < parts.size(); first++) {
      int end = first;
      while (end < parts.size() && parts.get(end).layer() instanceof Convolution) {
        end++;
      }
      if (end > first) {
        List<Part> stack = List.copyOf(parts.subList(first, end));
        boolean beside = end == at || first == at + 1;
        if ((beside || isPublished(stack)) && looksAhead(stack, cell)) {
          return stack;
        }
        first = end;
      }
    }
    return List.of();
  }

  private static boolean isPublished(List<Part> stack) {
    return PUBLISHED.matcher(stack.getFirst().name()).matches();
  }

  private static boolean looksAhead(List<Part> stack, Part cell) {
    if (stack.getFirst().inputs() != cell.inputs()) {
      return false;
    }
    for (int i = 1; i < stack.size(); i++) {
      if (stack.get(i).inputs() != stack.get(i - 1).outputs()) {
        return false;
      }
    }
    int carries = stack.getLast().outputs();
    if (carries != cell.outputs()) {
      return false;
    }
    if (carries == cell.inputs() && !isPublished(stack)) {
      throw new IllegalArgumentException(
          "the cell %s can follow the convolutions %s, or take their outputs as carries: the widths fit both; describe the model with --describe"
              .formatted(cell.shown(), stack.getFirst().shown()));
    }
    return true;
  }

  private static Part join(List<Part> stack, Part cell, Remarks remarks) {
    Recurrent recurrent = (Recurrent) cell.layer();
    Assembly carry = Assembly.of(stack);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    carry.tensors().forEach((name, tensor) -> tensors.put("carry." + name, tensor));
    cell.tensors()
        .forEach(
            (name, tensor) ->
                tensors.put("cell." + name.substring(0, name.length() - "_l0".length()), tensor));
    Set<String> claimed = new LinkedHashSet<>();
    stack.forEach(part -> claimed.addAll(part.claimed()));
    claimed.addAll(cell.claimed());
    remarks.assume(
        "%s takes the outputs of the convolutions from %s to %s as carries"
            .formatted(cell.shown(), stack.getFirst().shown(), stack.getLast().shown()));
    return new Part(
        cell.name(),
        Optional.empty(),
        new CarryLookahead(
            carry.layers(), recurrent.hidden(), recurrent.bias(), recurrent.activation()),
        cell.inputs(),
        tensors,
        claimed,
        cell.after());
  }
}
