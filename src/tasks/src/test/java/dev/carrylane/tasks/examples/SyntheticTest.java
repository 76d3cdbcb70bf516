package dev.carrylane.tasks.examples;

import static dev.carrylane.network.layer.Layers.linear;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.network.ModelDescription;
import dev.carrylane.tasks.Task;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.training.Examples;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each target is worked out again from the input alone. */
class SyntheticTest {
  private static final int TRIED = 20;

  @Test
  void addingWantsTheSumOfTheMarked() throws IOException {
    TaskData data = TaskData.of(Task.ADDING).length(30);
    BitSet marked = new BitSet();
    for (int i = 0; i < 4 * TRIED; i++) {
      Sequence sequence = sequence(data, i);
      assertEquals(30, sequence.frames());
      double sum = 0;
      int marks = 0;
      for (int t = 0; t < 30; t++) {
        float value = sequence.x()[2 * t];
        assertTrue(0 <= value && value < 1);
        if (sequence.x()[2 * t + 1] == 1) {
          sum += value;
          marks++;
          marked.set(t);
        }
        assertEquals(t == 29, !Float.isNaN(sequence.targets()[t]));
      }
      assertEquals(2, marks);
      // Two numbers, each rounded to float, against their sum rounded once.
      assertEquals(sum, sequence.targets()[29], 3 * Math.ulp(2f));
    }
    assertEquals(30, marked.cardinality());
  }

  @Test
  void copyWantsTheFirstTen() throws IOException {
    TaskData data = TaskData.of(Task.COPY).length(25);
    assertEquals(10, data.inputs());
    assertEquals(8, data.outputs());
    BitSet kinds = new BitSet();
    for (int i = 0; i < TRIED; i++) {
      Sequence sequence = sequence(data, i);
      assertEquals(10 + 25 + 10, sequence.frames());
      for (int t = 0; t < sequence.frames(); t++) {
        int token = sequence.token(t, 10);
        if (t < 10) {
          assertTrue(1 <= token && token <= 8);
          assertEquals(token - 1, sequence.targets()[t + 35]);
          kinds.set(token);
        } else {
          assertEquals(t == 34 ? 9 : 0, token);
        }
        assertEquals(t >= 35, !Float.isNaN(sequence.targets()[t]));
      }
    }
    assertEquals(8, kinds.cardinality());
  }

  @Test
  void selectiveCopyWantsTheTokensInOrder() throws IOException {
    for (int length : new int[] {16, 50}) {
      TaskData data = TaskData.of(Task.SELECTIVE_COPY).length(length);
      BitSet places = new BitSet();
      for (int i = 0; i < TRIED; i++) {
        Sequence sequence = sequence(data, i);
        assertEquals(length + 16, sequence.frames());
        List<Integer> tokens = new ArrayList<>();
        for (int t = 0; t < length; t++) {
          int token = sequence.token(t, 16);
          assertTrue(token < 15);
          assertTrue(Float.isNaN(sequence.targets()[t]));
          if (token > 0) {
            tokens.add(token - 1);
            places.set(t);
          }
        }
        assertEquals(16, tokens.size());
        for (int t = 0; t < 16; t++) {
          assertEquals(15, sequence.token(length + t, 16));
          assertEquals((float) tokens.get(t), sequence.targets()[length + t]);
        }
      }
      assertEquals(length, places.cardinality());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PARITY", "MOD3"})
  void countersWantTheSumSoFar(Task task) throws IOException {
    int modulus = task == Task.PARITY ? 2 : 3;
    TaskData data = TaskData.of(task).length(60);
    for (int i = 0; i < TRIED; i++) {
      Sequence sequence = sequence(data, i);
      int sum = 0;
      assertEquals(modulus, sequence.token(0, modulus + 1), "the marker");
      assertEquals(0, sequence.targets()[0]);
      for (int t = 1; t <= 60; t++) {
        sum += sequence.token(t, modulus + 1);
        assertEquals(sum % modulus, sequence.targets()[t]);
      }
    }
  }

  @Test
  void additionWantsTheSum() throws IOException {
    TaskData data = TaskData.of(Task.ADDITION).length(100);
    for (int i = 0; i < TRIED; i++) {
      Sequence sequence = sequence(data, i);
      BigInteger[] numbers = {BigInteger.ZERO, BigInteger.ZERO, BigInteger.ZERO};
      for (int t = 0; t < 100; t++) {
        numbers[0] = sequence.x()[2 * t] == 1 ? numbers[0].setBit(t) : numbers[0];
        numbers[1] = sequence.x()[2 * t + 1] == 1 ? numbers[1].setBit(t) : numbers[1];
        numbers[2] = sequence.targets()[t] == 1 ? numbers[2].setBit(t) : numbers[2];
      }
      assertEquals(numbers[0].add(numbers[1]).clearBit(100), numbers[2]);
      assertTrue(numbers[0].bitCount() > 20 && numbers[1].bitCount() > 20);
    }
  }

  /** Of a batch of an epoch, nothing depends on when or where it is asked for; another epoch, seed or split has others. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.MATCH_ANY,
      names = {"ADD.*", ".*COPY", "PARITY", "MOD3"})
  void sequencesFollowFromSeedAndEpoch(Task task) throws IOException {
    TaskData data = TaskData.of(task).length(50);
    float[] some = first(data, examples(data, Split.TRAIN, 1).ofEpoch(3));
    assertArrayEquals(some, first(data, examples(data, Split.TRAIN, 1).ofEpoch(3)));
    assertFalse(Arrays.equals(some, first(data, examples(data, Split.TRAIN, 1).ofEpoch(4))));
    assertFalse(Arrays.equals(some, first(data, examples(data, Split.TRAIN, 2).ofEpoch(3))));
    float[] judged = first(data, examples(data, Split.TEST, 1));
    assertArrayEquals(judged, first(data, examples(data, Split.TEST, 2)));
    assertFalse(Arrays.equals(judged, first(data, examples(data, Split.VALID, 1))));
    assertEquals(
        examples(data, Split.TRAIN, 1).count(), examples(data, Split.TRAIN, 1).ofEpoch(7).count());
  }

  @Test
  void countersAreTrainedOnShortSequences() throws IOException {
    Examples train = examples(TaskData.of(Task.PARITY).length(1000), Split.TRAIN, 1);
    BitSet lengths = new BitSet();
    for (int i = 0; i < train.count(); i++) {
      lengths.set(train.frames(i));
    }
    assertEquals(40, lengths.cardinality());
    assertEquals(2, lengths.nextSetBit(0), "a marker and a digit");
    assertEquals(42, lengths.length());
    Examples addition = examples(TaskData.of(Task.ADDITION), Split.TRAIN, 1);
    int longest = 0;
    for (int i = 0; i < addition.count(); i++) {
      longest = Math.max(longest, addition.frames(i));
    }
    assertEquals(20, longest);
  }

  @Test
  void refusesLengthsThatAreNone() {
    refused("length is 15; it must be from 16", () -> TaskData.of(Task.SELECTIVE_COPY).length(15));
    refused("length is 0; it must be from 1", () -> TaskData.of(Task.PARITY).length(0));
    refused("it must be from 2 to", () -> TaskData.of(Task.ADDING).length(1));
    refused("parity is no music", () -> TaskData.of(Task.PARITY).transposed());
    refused("jsb is read from a file", () -> TaskData.of(Task.JSB));
  }

  private static void refused(String words, Executable call) {
    String message = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(message.contains(words), message);
  }

  private static Examples examples(TaskData data, Split split, long seed) throws IOException {
    ModelDescription model = ModelDescription.of(data.inputs()).then(linear(data.outputs()));
    return data.examples(split, model, seed);
  }

  private static Sequence sequence(TaskData data, int example) throws IOException {
    return Sequence.of(examples(data, Split.TEST, 1), example, data.inputs(), targets(data));
  }

  private static int targets(TaskData data) {
    return data.task() == Task.ADDITION || data.task() == Task.ADDING ? data.outputs() : 1;
  }

  /** Input frames of enough sequences that two draws of them are the same by no chance. */
  private static float[] first(TaskData data, Examples examples) {
    float[] all = {};
    for (int i = 0; i < 10; i++) {
      float[] x = Sequence.of(examples, i, data.inputs(), targets(data)).x();
      float[] more = Arrays.copyOf(all, all.length + x.length);
      System.arraycopy(x, 0, more, all.length, x.length);
      all = more;
    }
    return all;
  }
}
