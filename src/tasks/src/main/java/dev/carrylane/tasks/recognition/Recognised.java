package dev.carrylane.tasks.recognition;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Parameters;
import java.util.List;

/**
 * The model that a checkpoint holds. Immutable.
 *
 * @param description its layers
 * @param parameters the tensors under the names that the description gives them
 * @param assumptions what the file does not tell and was taken to be usual, each a sentence without its full stop,
 *     printable; a user who knows better describes the model
 * @param notes what else was done with the tensors, in the same form
 */
public record Recognised(
    ModelDescription description,
    Parameters parameters,
    List<String> assumptions,
    List<String> notes) {
  /** Copies the lists. */
  public Recognised {
    assumptions = List.copyOf(assumptions);
    notes = List.copyOf(notes);
  }
}
