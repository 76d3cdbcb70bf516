package dev.carrylane.tasks.recognition;

import dev.carrylane.engine.activation.Activation;
import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.layer.Convolution;
import dev.carrylane.network.layer.Linear;
import dev.carrylane.network.layer.Pointwise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is usual where a file has tensors alone: dilations that double, causal padding, ReLU behind convolutions. */
final class StateDictionary {
  /** A convolution of a block of a list; numbers are those of lists themselves. */
  private static final Pattern IN_BLOCK = Pattern.compile("(.*\\.[0-9]+)\\.[^.0-9][^.]*");

  /** A member of a list. */
  private static final Pattern NUMBERED = Pattern.compile("(|.*\\.)([0-9]{1,6})");

  private static final Pointwise RELU = new Pointwise(Activation.RELU);
  private static final int MOST_DOUBLED = 20;

  private StateDictionary() {}

  /** The same parts with the settings that tensors don't tell. */
  static List<Part> complete(List<Part> parts, Remarks remarks) {
    List<Part> complete = new ArrayList<>();
    int level = 0;
    boolean convolutions = false;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (i > 0) {
        refuseTwoNames(parts.get(i - 1), part);
        refuseBlock(parts.get(i - 1), part);
        complete.add(between(complete.removeLast(), part, remarks));
      }
      if (part.layer() instanceof Convolution convolution) {
        level = i > 0 && isStack(parts.get(i - 1), part) ? level + 1 : 0;
        int dilation = 1 << Math.min(level, MOST_DOUBLED);
        part = part.with(dilated(convolution, dilation)).then(RELU);
        convolutions = true;
      }
      complete.add(part);
    }
    if (convolutions) {
      remarks.assume(
          "convolutions are causal, with dilations 1, 2, 4, … in a stack of equal kernels under one name, and else 1");
      remarks.assume("ReLU after each convolution");
    }
    return complete;
  }

  /** A layer with what lies between it and the next. A list that skips a number has a module without tensors there. */
  private static Part between(Part part, Part next, Remarks remarks) {
    boolean linear = part.layer() instanceof Linear;
    if (part.layer() instanceof Convolution) {
      return part;
    }
    if (isSkipped(part.name(), next.name())) {
      remarks.assume(
          "between %s and %s the list has a module without tensors, taken for %s"
              .formatted(part.shown(), next.shown(), linear ? "ReLU" : "dropout"));
      return linear ? part.then(RELU) : part;
    }
    return part;
  }

  /** Tells of linear layers between which nothing was found. */
  static void tellLinear(List<Part> parts, Remarks remarks) {
    List<String> bare = new ArrayList<>();
    for (int i = 1; i < parts.size(); i++) {
      Part before = parts.get(i - 1);
      if (before.layer() instanceof Linear
          && parts.get(i).layer() instanceof Linear
          && before.after().isEmpty()) {
        bare.add(before.shown());
      }
    }
    if (!bare.isEmpty()) {
      remarks.assume("no activation between linear layers, that is behind " + Parts.listed(bare));
    }
  }

  private static boolean isSkipped(String name, String next) {
    Matcher one = NUMBERED.matcher(name);
    Matcher other = NUMBERED.matcher(next);
    return one.matches()
        && other.matches()
        && one.group(1).equals(other.group(1))
        && Integer.parseInt(other.group(2)) > Integer.parseInt(one.group(2)) + 1;
  }

  private static boolean isStack(Part before, Part part) {
    return before.layer() instanceof Convolution first
        && part.layer() instanceof Convolution second
        && first.kernel() == second.kernel()
        && stem(before).equals(stem(part));
  }

  private static String stem(Part part) {
    return part.name().replaceAll("[0-9]+", "#");
  }

  private static Convolution dilated(Convolution convolution, int dilation) {
    return new Convolution(
        convolution.outputs(),
        convolution.kernel(),
        dilation,
        convolution.bias(),
        convolution.weightNorm(),
        convolution.activation());
  }

  /** Several convolutions in a block of a list nearly always have a way around them, of which no tensor tells. */
  static void refuseBlock(Part before, Part part) {
    Matcher block = IN_BLOCK.matcher(part.name());
    Matcher blockBefore = IN_BLOCK.matcher(before.name());
    if (part.layer() instanceof Convolution
        && before.layer() instanceof Convolution
        && block.matches()
        && blockBefore.matches()
        && block.group(1).equals(blockBefore.group(1))) {
      throw new IllegalArgumentException(
          "%s and %s are in one block: blocks of several convolutions mostly are residual, and no tensor tells; describe the model with --describe"
              .formatted(before.shown(), part.shown()));
    }
  }

  /** One layer under two names has the same values under both; where only some are, it is not known which to take. */
  private static void refuseTwoNames(Part one, Part other) {
    if (!one.layer().equals(other.layer()) || one.inputs() != other.inputs()) {
      return;
    }
    boolean same = false;
    String different = null;
    Iterator<String> names = one.claimed().iterator();
    Iterator<String> otherNames = other.claimed().iterator();
    for (String local : one.tensors().keySet()) {
      String name = names.next();
      String otherName = otherNames.next();
      float[] values = one.tensors().get(local).toArray();
      if (Arrays.equals(values, other.tensors().get(local).toArray())) {
        same |= isVaried(values);
      } else {
        different =
            "%s differs from %s"
                .formatted(
                    MalformedFileException.quote(otherName), MalformedFileException.quote(name));
      }
    }
    if (same && different != null) {
      throw new IllegalArgumentException(
          "%s, though other tensors of %s and %s are the same; leave one of them out"
              .formatted(different, one.shown(), other.shown()));
    }
  }

  private static boolean isVaried(float[] values) {
    for (float value : values) {
      if (value != values[0]) {
        return true;
      }
    }
    return false;
  }
}
