package dev.carrylane.tasks.recipes;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.Initialization;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.Tensor;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.examples.TaskData;
import dev.carrylane.training.Optimizer;
import dev.carrylane.training.Schedule;
import dev.carrylane.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
  /** Models that synthetic tasks don't have. */
  private static final Set<Architecture> OTHERS =
      EnumSet.of(
          Architecture.CLRNN_SHORTCUT,
          Architecture.CLRNN_WIDE,
          Architecture.CLRNN_WIDE_RELU,
          Architecture.CLRNN_WIDE_DROPOUT,
          Architecture.CLRNN_WIDE_RELU_DROPOUT,
          Architecture.CLRNN_CNN,
          Architecture.CLRNN_RNN,
          Architecture.CLRNN_EXACT_JOINT);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "RNN, 49288",
    "LSTM, 157288",
    "TCN, 417988",
    "CLRNN, 453988",
    "CLRNN_EXACT, 272088",
  })
  void musicModelsHaveThePapersSizes(Architecture architecture, long parameters)
      throws IOException {
    for (Task task : Task.values()) {
      if (task.isMusic()) {
        assertEquals(parameters, music(task, architecture).model().parameterCount());
      }
    }
  }

  /** The published model but for what training alone has. */
  @Test
  void dropsOutBehindEachConvolution() throws IOException {
    ModelDescription model = music(Task.JSB, Architecture.CLRNN).model();
    String json = model.toJson();
    assertEquals(5, json.split("\"dropout\"", -1).length);
    assertEquals("carry-lookahead, linear", model.toString());
    assertEquals(1 + 4 * 15, model.receptiveField().getAsLong());
  }

  @Test
  void musicIsTrainedAsInThePaper() throws IOException {
    for (Architecture architecture :
        new Architecture[] {Architecture.RNN, Architecture.LSTM, Architecture.CLRNN}) {
      double rate = architecture == Architecture.RNN ? 1e-3 : 1e-2;
      assertEquals(paper(rate), music(Task.JSB, architecture).options());
      assertEquals(paper(1e-3), music(Task.NOTTINGHAM, architecture).options());
    }
    assertEquals(paper(1e-2), music(Task.JSB, Architecture.TCN).options());
    assertEquals(paper(1e-4), music(Task.NOTTINGHAM, Architecture.TCN).options());
  }

  private static TrainingOptions paper(double rate) {
    return TrainingOptions.of(Optimizer.adam(rate))
        .schedule(Schedule.plateau())
        .epochs(100)
        .batch(1)
        .mean(false)
        .clip(0)
        .shuffle(true)
        .seed(1111);
  }

  /** Ours are compared with the paper's, and must not be larger. */
  @Test
  void noMusicModelIsLargerThanThePapers() throws IOException {
    long most = music(Task.JSB, Architecture.CLRNN).model().parameterCount();
    for (Architecture architecture : Architecture.values()) {
      if (architecture == Architecture.CLRNN_LSTM
          || OTHERS.contains(architecture) && architecture != Architecture.CLRNN_EXACT_JOINT) {
        continue;
      }
      long parameters = music(Task.JSB, architecture).model().parameterCount();
      assertTrue(parameters <= most, architecture + " has " + parameters);
    }
  }

  @Test
  void everySyntheticTaskHasEveryModel() throws IOException {
    for (Task task : Task.values()) {
      if (task.kind() != Task.Kind.SYNTHETIC) {
        continue;
      }
      TaskData data = TaskData.of(task);
      for (Architecture architecture : Architecture.values()) {
        if (OTHERS.contains(architecture)) {
          String refused =
              assertThrows(IllegalArgumentException.class, () -> Recipe.of(data, architecture))
                  .getMessage();
          assertEquals("there is no " + architecture + " for " + task, refused);
          continue;
        }
        Recipe recipe = Recipe.of(data, architecture);
        assertEquals(data.inputs(), recipe.model().inputs());
        assertEquals(data.outputs(), recipe.model().outputs());
        assertEquals(task.output(), recipe.model().output());
        assertEquals(task.toString(), recipe.model().task());
        assertEquals(recipe.model(), ModelDescription.fromJson(recipe.model().toJson()));
      }
    }
  }

  @Test
  void jointNotesAreToldByANade() throws IOException {
    ModelDescription model = music(Task.JSB, Architecture.CLRNN_EXACT_JOINT).model();
    assertEquals("beside, nade", model.toString());
  }

  @Test
  void convolutionsSeeAllThatTheyAreTrainedOn() throws IOException {
    for (int length : new int[] {30, 600, 2000}) {
      TaskData data = TaskData.of(Task.ADDING).length(length);
      ModelDescription model = Recipe.of(data, Architecture.TCN).model();
      long field = model.receptiveField().getAsLong();
      assertTrue(field >= length && field < 2 * length + 6, length + " frames, sees " + field);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RNN, 7854",
    "LSTM, 7866",
    "TCN, 7922",
    "CLRNN, 7926",
    "CLRNN_SHORTCUT, 7922",
  })
  void digitModelsAreThePapers(Architecture architecture, long parameters) throws IOException {
    for (Task task : new Task[] {Task.SMNIST, Task.PMNIST}) {
      Recipe recipe = Recipe.of(TaskData.of(task, Path.of("unread")), architecture);
      assertEquals(parameters, recipe.model().parameterCount());
      assertEquals(784, recipe.model().sequenceLength());
      assertEquals(
          TrainingOptions.of(Optimizer.adam(2e-3))
              .schedule(Schedule.stairs(10, 10))
              .epochs(12)
              .batch(64)
              .mean(true)
              .shuffle(false)
              .seed(1111),
          recipe.options());
    }
  }

  /** 72 values of the module, 2·784·784 + 2·784 of the cell, and a head. */
  @ParameterizedTest
  @CsvSource({
    "CLRNN_WIDE, 7850",
    "CLRNN_WIDE_RELU, 7850",
    "CLRNN_WIDE_DROPOUT, 7850",
    "CLRNN_WIDE_RELU_DROPOUT, 7850",
    "CLRNN_CNN, 254", // 6 and 8 of the convolutions, 23·10 + 10
    "CLRNN_RNN, 7854",
  })
  void wideModelsTakeAnImageAtOnce(Architecture architecture, long head) throws IOException {
    Recipe recipe = Recipe.of(TaskData.of(Task.SMNIST, Path.of("unread")), architecture);
    assertEquals(72 + 2 * 784 * 784 + 2 * 784 + head, recipe.model().parameterCount());
    assertEquals(784, recipe.model().inputs());
    assertEquals(0, recipe.model().sequenceLength());
    assertEquals(recipe.model(), ModelDescription.fromJson(recipe.model().toJson()));
  }

  @Test
  void ourDigitModelsAreSmall() throws IOException {
    TaskData data = TaskData.of(Task.PMNIST, Path.of("unread"));
    for (Architecture architecture :
        new Architecture[] {
          Architecture.CLRNN_EXACT,
          Architecture.CLRNN_EXACT_SIGNED,
          Architecture.CLRNN_EXACT_MATRIX,
          Architecture.MINGRU,
          Architecture.LRU
        }) {
      long parameters = Recipe.of(data, architecture).model().parameterCount();
      assertTrue(parameters <= 70_000, architecture + " has " + parameters);
    }
  }

  /** Of 65 characters. */
  @ParameterizedTest
  @CsvSource({
    "RNN",
    "LSTM",
    "GRU",
    "CLRNN",
    "CLRNN_EXACT",
    "CLRNN_EXACT_SIGNED",
    "CLRNN_EXACT_MATRIX",
    "MINGRU",
    "LRU",
  })
  void characterModelsAreAsLargeAsThePapers(Architecture architecture) throws IOException {
    Recipe recipe = characters(architecture);
    // Weights that are tied are counted twice, in all of them.
    long papers = 450 * 100 * 3 + 450 * 450 * 3 + 450 * 100 * 3 + 2 * 1000;
    papers += 2 * 100 * 100 + 2 * 100 + 2 * 65 * 100 + 65;
    long parameters = recipe.model().parameterCount();
    assertTrue(parameters <= papers && parameters > 0.95 * papers, architecture + " " + parameters);
  }

  @Test
  void charactersAreTrainedAsInThePaper() throws IOException {
    Recipe recipe = characters(Architecture.CLRNN);
    assertEquals("embedding, dropout, carry-lookahead, linear", recipe.model().toString());
    assertEquals(
        TrainingOptions.of(Optimizer.sgd(4, 0))
            .schedule(new Schedule.Plateau(5, 3, 10))
            .epochs(100)
            .batch(32)
            .mean(true)
            .clip(0.15)
            .shuffle(false)
            .ties(Map.of("3.weight", "0.weight"))
            .seed(1111),
        recipe.options());
    assertEquals(
        "embedding, dropout, carry-lookahead, lstm, linear",
        characters(Architecture.CLRNN_LSTM).model().toString());
  }

  @Test
  void tiedWeightsStartSmallAndEqual() throws IOException {
    Recipe recipe = characters(Architecture.CLRNN);
    Map<String, Tensor> start = recipe.start().parameters().tensors();
    float[] embedding = start.get("0.weight").toArray();
    assertArrayEquals(embedding, start.get("3.weight").toArray());
    double squares = 0;
    for (float value : embedding) {
      assertTrue(Math.abs(value) <= 0.1f);
      squares += value * value;
    }
    assertEquals(0.01 / 3, squares / embedding.length, 0.0005);
    assertArrayEquals(new float[65], start.get("3.bias").toArray());
    Map<String, Tensor> plain = Initialization.of(recipe.model(), 1111).tensors();
    assertArrayEquals(plain.get("2.cell.bias_ih").toArray(), start.get("2.cell.bias_ih").toArray());
    Recipe other = recipe.options(recipe.options().seed(2));
    assertFalse(
        Arrays.equals(embedding, other.start().parameters().tensors().get("0.weight").toArray()));
  }

  private Recipe characters(Architecture architecture) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 65; i++) {
      text.append((char) ('0' + i));
    }
    Path file = Files.writeString(folder.resolve("text.txt"), text);
    return Recipe.of(TaskData.of(Task.CHAR, file), architecture);
  }

  private static Recipe music(Task task, Architecture architecture) throws IOException {
    return Recipe.of(TaskData.of(task, Path.of("unread.mat")), architecture);
  }
}
