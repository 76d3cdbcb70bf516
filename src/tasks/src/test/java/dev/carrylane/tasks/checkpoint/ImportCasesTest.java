package dev.carrylane.tasks.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.carrylane.testkit.TestData;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints as people save them. The sums are PyTorch's own, of all tensors in double precision. */
final class ImportCasesTest {
  @ParameterizedTest
  @CsvSource({
    "gru, 6, 1299, -2.259353071451187, 0",
    "lstm_bidirectional, 10, 2187, -0.8793114421860082, 0",
    "lstm_compiled_prefix, 6, 1715, -9.249061942100525, 1",
    "lstm_in_training_checkpoint, 6, 1715, 5.059137642383575, 1",
    "lstm_legacy_format, 6, 1715, 5.780650973320007, 0",
    "lstm_named_rnn_fc, 6, 1715, 3.9700953364372253, 0",
    "lstm_two_layers, 10, 3891, -8.353146821260452, 0",
    "rnn_no_bias_counter, 4, 435, -0.39684751629829407, 1"
  })
  void readsThem(String name, int tensors, int elements, double sum, int notes) throws IOException {
    Checkpoint checkpoint = Checkpoint.read(TestData.caseFile("import/" + name + ".pt"));
    double actual = 0;
    int size = 0;
    for (var tensor : checkpoint.tensors().values()) {
      for (int i = 0; i < tensor.size(); i++) {
        actual += tensor.get(i);
      }
      size += tensor.size();
    }
    assertEquals(tensors, checkpoint.tensors().size());
    assertEquals(elements, size);
    assertEquals(sum, actual, 1e-10);
    assertEquals(notes, checkpoint.notes().size());
    assertEquals(List.of(), checkpoint.warnings());
  }
}
