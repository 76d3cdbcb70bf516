package dev.carrylane.tasks.recognition;

import dev.carrylane.network.MalformedFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Kinds of layers that are known and not computed: refused by name instead of taken for something else. */
final class UnknownKinds implements Recogniser {
  private static final Set<String> ATTENTION =
      Set.of("in_proj_weight", "q_proj_weight", "k_proj_weight", "v_proj_weight", "in_proj_bias");

  /** Layers that stand beside others on the same input, as hand-made gates do, or take states beside frames. */
  private static final Pattern BESIDE =
      Pattern.compile(
          "(.*_)?gates?|log_?var|log_?std|query|key|[qk]_proj|to_q(kv)?|to_kv?|linear_[zfih]|[ixh]2[ho]|in2(hidden|output)"
              + "|[wu]_?[ifogzr]");

  private static final Pattern BATCH_NORM = Pattern.compile("bn_?[0-9]*|batch_?norm_?[0-9]*");

  @Override
  public Optional<Part> recognise(Branch branch, Remarks remarks) {
    String own = branch.name().substring(branch.name().lastIndexOf('.') + 1);
    String lower = own.toLowerCase(Locale.ROOT);
    for (String name : branch.tensors().keySet()) {
      if (ATTENTION.contains(name)) {
        throw refused(branch, name, "attention, which is not computed");
      }
      if (name.startsWith("weight_hr")) {
        throw refused(branch, name, "a projection of the state (proj_size), which is not computed");
      }
      if (name.equals("running_mean") || name.equals("running_var")) {
        throw refused(
            branch,
            name,
            "a batch norm (BatchNorm1d); fold it into the layer before it in PyTorch");
      }
      if (branch.tensor(name).rank() == 4 && name.equals("weight")) {
        throw refused(branch, name, "a convolution in two dimensions, which is not computed");
      }
      if (name.equals("weight")
          && branch.tensors().size() == 1
          && branch.tensor(name).hasShape(1)) {
        throw refused(branch, name, "a PReLU, which is not computed");
      }
    }
    if (BATCH_NORM.matcher(lower).matches() && !branch.tensors().isEmpty()) {
      throw new IllegalArgumentException(
          branch.shown()
              + " is named as a batch norm; fold it into the layer before it in PyTorch");
    }
    if (lower.contains("attention") || lower.equals("attn") || lower.endsWith("_attn")) {
      throw new IllegalArgumentException(
          branch.shown() + " is named as attention, which is not computed");
    }
    if (lower.equals("downsample") || lower.equals("shortcut") || lower.equals("residual")) {
      throw new IllegalArgumentException(
          branch.shown()
              + " is named as a way around other layers (residual), which no tensor tells of; describe the model with --describe");
    }
    if (BESIDE.matcher(lower).matches() && !branch.tensors().isEmpty()) {
      throw new IllegalArgumentException(
          branch.shown()
              + " is named as a layer beside others, which are not computed; describe the model with --describe");
    }
    return Optional.empty();
  }

  private static IllegalArgumentException refused(Branch branch, String tensor, String what) {
    return new IllegalArgumentException(
        MalformedFileException.quote(branch.fullName(tensor)) + " belongs to " + what);
  }
}
