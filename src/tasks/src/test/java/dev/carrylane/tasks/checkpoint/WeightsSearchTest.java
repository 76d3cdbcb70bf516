package dev.carrylane.tasks.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carrylane.network.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What training loops save beside the weights. */
final class WeightsSearchTest {
  @TempDir Path folder;

  @Test
  void takesTheOnlyWeights() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().op('}', '(').text("epoch").integer(3);
    optimizer(pickle.text("optimizer"));
    weights(pickle.text("anything"), "rnn.weight").text("loss").real(0.5).op('u');
    Checkpoint checkpoint = read(pickle);
    assertEquals(List.of("rnn.weight"), names(checkpoint));
    assertEquals(List.of("the weights are the file's entry 'anything'"), checkpoint.notes());
    assertEquals(
        List.of("optimizer.state.0.exp_avg float32 [1]", "anything.rnn.weight float32 [1]"),
        Checkpoint.list(folder.resolve("model.pt")).stream().map(Object::toString).toList());
  }

  @Test
  void looksInListsAndDictionariesInside() throws IOException {
    PickleBuilder list = PickleBuilder.protocol2().op(']', '(').integer(1);
    assertEquals(List.of("w"), names(read(weights(list, "w").op('e'))));
    PickleBuilder inside = PickleBuilder.protocol2().op('}').text("a").op('}').text("b");
    Checkpoint checkpoint = read(weights(inside, "w").op('s', 's'));
    assertEquals(List.of("the weights are the file's entry 'a.b'"), checkpoint.notes());
  }

  @Test
  void prefersTheOneUnderAUsualKeyAndAsksWhereThereAreMore() throws IOException {
    PickleBuilder one = PickleBuilder.protocol2().op('}', '(');
    weights(one.text("metrics"), "loss");
    weights(one.text("state_dict"), "w").op('u');
    assertEquals(List.of("w"), names(read(one)));

    PickleBuilder two = PickleBuilder.protocol2().op('}', '(');
    weights(two.text("model"), "w");
    weights(two.text("ema"), "v").op('u');
    assertEquals(
        "holds weights more than once, as 'model', 'ema'; name one of these with --key",
        refused(two, null));
    assertEquals(List.of("v"), names(read(two, "ema")));
    assertEquals(List.of("w"), names(read(two, "model")));
    assertEquals("has no entry 'net'; it has 'model', 'ema'", refused(two, "net"));
  }

  @Test
  void keysMayHaveDots() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().op('}', '(').text("a").op('}', '(');
    weights(pickle.text("b.c"), "w");
    weights(pickle.text("d"), "v").op('u');
    weights(pickle.text("a.d"), "u").op('u');
    assertEquals(List.of("w"), names(read(pickle, "a.b.c")));
    assertEquals(List.of("u"), names(read(pickle, "a.d")));
  }

  @Test
  void neverTakesAnOptimizersState() throws IOException {
    PickleBuilder alone = optimizer(PickleBuilder.protocol2());
    assertEquals("is the state of an optimizer, not of a model", refused(alone, null));
    assertEquals("is the state of an optimizer, not of a model", refused(alone, "state.0"));
    PickleBuilder inside = optimizer(PickleBuilder.protocol2().op('}').text("o")).op('s');
    assertEquals(
        "holds neither a module nor a state_dict(), but 'o'; save one of these",
        refused(inside, null));
    assertEquals("'o' is the state of an optimizer, not of a model", refused(inside, "o"));
    assertEquals("has no entry 'o.state.0'; it has 'o'", refused(inside, "o.state.0"));
  }

  @Test
  void findsAModuleInADictionary() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().op('}').text("net");
    pickle.object("authors", "Model").text("_parameters").op('}').text("w").vector("0", 1).op('s');
    pickle.text("_buffers").op('}').text("_modules").op('}').endObject().op('s');
    Checkpoint checkpoint = read(pickle);
    assertEquals(List.of("w"), names(checkpoint));
    assertEquals("authors.Model", checkpoint.module().orElseThrow().className());
  }

  @Test
  void leavesOutWhatIsNoTensor() throws IOException {
    PickleBuilder pickle = PickleBuilder.protocol2().op('}', '(').text("w").vector("0", 1);
    pickle.text("hidden").integer(3).text("scalar");
    pickle.global("numpy.core.multiarray", "scalar").op('(').global("numpy", "dtype").op('(');
    pickle.text("f8").op('t', 'R').op('(').integer(3).text("<").op('t', 'b');
    pickle.global("_codecs", "encode").op('(').text("x").op('t', 'R', 't', 'R').op('u');
    Checkpoint checkpoint = read(pickle);
    assertEquals(List.of("w"), names(checkpoint));
    assertEquals(
        List.of("entries that are no tensors are left out: 'hidden', 'scalar'"),
        checkpoint.notes());
  }

  /** A dictionary with one vector. */
  private static PickleBuilder weights(PickleBuilder pickle, String name) {
    return pickle.op('}').text(name).vector("0", 1).op('s');
  }

  private static PickleBuilder optimizer(PickleBuilder pickle) {
    pickle.op('}', '(').text("state").op('}').integer(0);
    weights(pickle, "exp_avg").op('s');
    return pickle.text("param_groups").op(']', 'u');
  }

  private Checkpoint read(PickleBuilder pickle) throws IOException {
    return read(pickle, null);
  }

  private Checkpoint read(PickleBuilder pickle, String key) throws IOException {
    byte[] bytes = TestArchive.of(pickle.bytes()).floats("0", 0.5f).bytes();
    return Checkpoint.read(
        Files.write(folder.resolve("model.pt"), bytes), Optional.ofNullable(key));
  }

  private String refused(PickleBuilder pickle, String key) {
    return assertThrows(MalformedFileException.class, () -> read(pickle, key)).reason();
  }

  private static List<String> names(Checkpoint checkpoint) {
    return List.copyOf(checkpoint.tensors().keySet());
  }
}
