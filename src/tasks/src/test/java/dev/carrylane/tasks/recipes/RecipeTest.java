package dev.carrylane.tasks.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.examples.TaskData;
import dev.carrylane.testkit.Contract;
import dev.carrylane.training.Optimizer;
import dev.carrylane.training.Schedule;
import dev.carrylane.training.TrainingOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeTest {
  @ParameterizedTest
  @CsvSource({
    "RNN, 49288",
    "LSTM, 157288",
    "TCN, 417988",
    "CLRNN, 453988",
    "CLRNN_EXACT, 272088",
  })
  void musicModelsHaveThePapersSizes(Architecture architecture, long parameters) {
    for (Task task : Task.values()) {
      if (task.isMusic()) {
        assertEquals(parameters, music(task, architecture).model().parameterCount());
      }
    }
  }

  /** The published model but for what training alone has. */
  @Test
  void dropsOutBehindEachConvolution() {
    ModelDescription model = music(Task.JSB, Architecture.CLRNN).model();
    String json = model.toJson();
    assertEquals(5, json.split("\"dropout\"", -1).length);
    assertEquals("carry-lookahead, linear", model.toString());
    assertEquals(1 + 4 * 15, model.receptiveField().getAsLong());
  }

  @Test
  void musicIsTrainedAsInThePaper() {
    for (Architecture architecture :
        new Architecture[] {Architecture.RNN, Architecture.LSTM, Architecture.CLRNN}) {
      assertEquals(paper(1e-2), music(Task.JSB, architecture).options());
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
  void noMusicModelIsLargerThanThePapers() {
    long most = music(Task.JSB, Architecture.CLRNN).model().parameterCount();
    for (Architecture architecture : Architecture.values()) {
      long parameters = music(Task.JSB, architecture).model().parameterCount();
      assertTrue(parameters <= most, architecture + " has " + parameters);
    }
  }

  @Test
  void everySyntheticTaskHasEveryModel() {
    for (Task task : Task.values()) {
      if (task.kind() != Task.Kind.SYNTHETIC) {
        continue;
      }
      TaskData data = TaskData.of(task);
      for (Architecture architecture : Architecture.values()) {
        if (architecture == Architecture.CLRNN_EXACT_JOINT) {
          Contract.leavesAlone()
              .refused(
                  "clrnn-exact-joint is for music, and " + task + " is not",
                  () -> Recipe.of(data, architecture));
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
  void jointNotesAreToldByANade() {
    ModelDescription model = music(Task.JSB, Architecture.CLRNN_EXACT_JOINT).model();
    assertEquals("beside, nade", model.toString());
    TaskData data = TaskData.of(Task.JSB, Path.of("unread.mat")).forModel(model);
    assertEquals(data.inputs(), model.inputs());
    assertEquals(data.outputs(), model.outputs());
  }

  @Test
  void convolutionsSeeAllThatTheyAreTrainedOn() {
    for (int length : new int[] {30, 600, 2000}) {
      TaskData data = TaskData.of(Task.ADDING).length(length);
      ModelDescription model = Recipe.of(data, Architecture.TCN).model();
      long field = model.receptiveField().getAsLong();
      assertTrue(field >= length && field < 2 * length + 6, length + " frames, sees " + field);
    }
  }

  private static Recipe music(Task task, Architecture architecture) {
    return Recipe.of(TaskData.of(task, Path.of("unread.mat")), architecture);
  }
}
