package dev.carrylane.training;

import dev.carrylane.testkit.Floats;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ElementsTest {
  /** Frame after frame, whatever the compiler or the code makes of it. */
  @Test
  void rowsAreAddedInOrder() {
    SplittableRandom random = new SplittableRandom(3);
    for (int channels = 1; channels <= 20; channels++) {
      for (int stride : new int[] {1, 2}) {
        int rows = 9;
        float[] dy = Floats.within(random, rows * channels, 1);
        float[] actual = Floats.within(random, 2 + stride * channels, 1);
        float[] expected = actual.clone();
        for (int i = 0; i < dy.length; i++) {
          expected[1 + i % channels * stride] += dy[i];
        }
        Elements.addRows(dy, rows, channels, actual, 1, stride);
        Floats.assertSameBits(expected, actual, channels + " channels " + stride + " apart");
      }
    }
  }
}
