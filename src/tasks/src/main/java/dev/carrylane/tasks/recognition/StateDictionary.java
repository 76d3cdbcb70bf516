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
  /** A convolution of a block of a list. */
  private static final Pattern IN_BLOCK = Pattern.compile("(.*\\.[0-9]+)\\.[^.]*");

  private static final int MOST_DOUBLED = 20;

  private StateDictionary() {}

  /** The same parts with the settings that tensors don't tell. */
  static List<Part> complete(List<Part> parts, Remarks remarks) {
    for (int i = 1; i < parts.size(); i++) {
      refuseTwoNames(parts.get(i - 1), parts.get(i));
      refuseBlock(parts.get(i - 1), parts.get(i));
    }
    List<Part> complete = new ArrayList<>();
    int level = 0;
    boolean convolutions = false;
    boolean linears = false;
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (part.layer() instanceof Convolution convolution) {
        level = i > 0 && isStack(parts.get(i - 1), part) ? level + 1 : 0;
        int dilation = 1 << Math.min(level, MOST_DOUBLED);
        complete.add(
            part.with(dilated(convolution, dilation)).then(new Pointwise(Activation.RELU)));
        convolutions = true;
      } else {
        linears |=
            i > 0 && part.layer() instanceof Linear && parts.get(i - 1).layer() instanceof Linear;
        complete.add(part);
      }
    }
    if (convolutions) {
      remarks.assume(
          "convolutions are causal, with dilations 1, 2, 4, … in a stack of equal kernels under one name, and else 1");
      remarks.assume("ReLU after each convolution");
    }
    if (linears) {
      remarks.assume("no activation between linear layers");
    }
    return complete;
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
  private static void refuseBlock(Part before, Part part) {
    Matcher block = IN_BLOCK.matcher(part.name());
    Matcher blockBefore = IN_BLOCK.matcher(before.name());
    if (part.layer() instanceof Convolution
        && before.layer() instanceof Convolution
        && block.matches()
        && blockBefore.matches()
        && block.group(1).equals(blockBefore.group(1))) {
      throw new IllegalArgumentException(
          "%s and %s are in one block: blocks of several convolutions mostly are residual, and no tensor tells; describe the model"
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
