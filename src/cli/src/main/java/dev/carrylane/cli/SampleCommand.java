package dev.carrylane.cli;

import dev.carrylane.cli.sample.Draw;
import dev.carrylane.cli.sample.MidiFile;
import dev.carrylane.cli.sample.MusicSampler;
import dev.carrylane.cli.sample.PianoRoll;
import dev.carrylane.cli.sample.Roll;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.internal.FileReplacement;
import dev.carrylane.tasks.data.MusicData;
import dev.carrylane.tasks.data.Split;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes music up. */
@Command(
    name = "sample",
    description = {
      "Draw music from a model.",
      "A model of 88 notes, independent or joint, goes on with a piece of a data set or begins by itself, and its notes become a"
          + " MIDI file and a picture."
    })
final class SampleCommand implements Callable<Integer> {
  private static final String MIDI = ".mid";
  private static final String PICTURE = ".svg";
  private static final int MOST_FRAMES = 100_000;
  private static final double MOST_TEMPERATURE = 100;
  private static final double LEAST_TEMPO = 4;
  private static final double MOST_TEMPO = 6000;
  private static final int GIVEN_FRAMES = 16;

  @Parameters(paramLabel = "MODEL", description = "A model file or a PyTorch checkpoint.")
  private Path modelFile;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description =
          "The MIDI file to write, whose name ends in .mid; a piano roll is written beside it, whose name ends in .svg.")
  private Path output;

  @Option(
      names = "--length",
      defaultValue = "128",
      paramLabel = "N",
      description = "How many frames to draw; ${DEFAULT-VALUE} by default.")
  private int length;

  @Option(
      names = "--temperature",
      defaultValue = "1",
      paramLabel = "T",
      description =
          "What logits are divided by: below 1 likely notes become likelier, with 0 only they are"
              + " taken; ${DEFAULT-VALUE} by default.")
  private double temperature;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "What is drawn follows from this; ${DEFAULT-VALUE} by default.")
  private long seed;

  @Option(
      names = "--tempo",
      defaultValue = "120",
      paramLabel = "N",
      description = "Frames a minute; ${DEFAULT-VALUE} by default.")
  private double tempo;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      description = "The .mat file of a music task with a piece to go on with.")
  private Path data;

  @Option(
      names = "--split",
      converter = Choice.OfSplit.class,
      paramLabel = "SPLIT",
      description = "The split that it is in, one of ${COMPLETION-CANDIDATES}; test by default.")
  private Split split;

  @Option(
      names = "--piece",
      paramLabel = "N",
      description = "Its number there, from 1; 1 by default.")
  private Integer piece;

  @Option(
      names = "--frames",
      paramLabel = "N",
      description = "How many of its frames are given; 16 by default.")
  private Integer frames;

  @Mixin private BackendSelection selection;

  @Mixin private ReportOptions report;

  @Override
  public Integer call() throws IOException {
    requireRanges();
    Backend backend = BackendSelection.active();
    Model model = ModelFiles.open(modelFile, null, backend, report);
    ModelDescription description = model.description();
    if (!MusicSampler.fits(description)) {
      throw new CliException(
          "%s maps frames of %d to %d channels; a model of music tells each next frame of %d notes"
              .formatted(modelFile, description.inputs(), description.outputs(), MusicData.NOTES));
    }
    Path picture = picture();
    Roll roll = given();
    int given = roll.frames();
    try {
      new MusicSampler(model, Engine.of(backend), new Draw(temperature, seed)).extend(roll, length);
    } catch (ArithmeticException damaged) {
      throw new CliException(modelFile + " " + damaged.getMessage());
    }
    write(output, MidiFile.of(roll, tempo), picture, PianoRoll.of(roll));
    report.print(facts(roll, given, picture), text(roll, given, picture));
    return Main.SUCCESS;
  }

  private void requireRanges() {
    if (length < 1 || length > MOST_FRAMES) {
      throw new CliException(
          "--length is " + length + "; it must be from 1 to " + MOST_FRAMES + " frames");
    }
    if (!(temperature >= 0 && temperature <= MOST_TEMPERATURE)) {
      throw new CliException(
          "--temperature is %s; it must be from 0 to %.0f"
              .formatted(temperature, MOST_TEMPERATURE));
    }
    if (!(tempo >= LEAST_TEMPO && tempo <= MOST_TEMPO)) {
      throw new CliException(
          "--tempo is %s; it must be from %.0f to %.0f frames a minute"
              .formatted(tempo, LEAST_TEMPO, MOST_TEMPO));
    }
    if (data == null && (split != null || piece != null || frames != null)) {
      throw new CliException(
          "--split, --piece and --frames choose from --data; name its file, or leave them out");
    }
  }

  private Path picture() {
    String name = output.getFileName() == null ? "" : output.getFileName().toString();
    if (!name.endsWith(MIDI)) {
      throw new CliException(
          "-o is %s; name a MIDI file, which ends in %s".formatted(output, MIDI));
    }
    OutputFile.require(output);
    Path picture =
        output.resolveSibling(name.substring(0, name.length() - MIDI.length()) + PICTURE);
    OutputFile.require(picture);
    return picture;
  }

  /** The beginning of a piece, or nothing. */
  private Roll given() throws IOException {
    if (data == null) {
      return Roll.empty();
    }
    MusicData music = MusicData.read(data, split == null ? Split.TEST : split);
    int number = piece == null ? 1 : piece;
    if (number < 1 || number > music.sequences()) {
      throw new CliException(
          "--piece is %d; the split has pieces 1 to %d".formatted(number, music.sequences()));
    }
    int most = music.frames(number - 1);
    int count = frames == null ? Math.min(GIVEN_FRAMES, most) : frames;
    if (count < 1 || count > most) {
      throw new CliException(
          "--frames is %d; piece %d has 1 to %d of them".formatted(count, number, most));
    }
    return Roll.of(music, number - 1, count);
  }

  private static void write(Path midi, byte[] notes, Path picture, String svg) throws IOException {
    try (FileReplacement first = FileReplacement.of(midi);
        FileReplacement second = FileReplacement.of(picture)) {
      first.write(ByteBuffer.wrap(notes));
      second.write(ByteBuffer.wrap(svg.getBytes(StandardCharsets.UTF_8)));
      first.commit();
      second.commit();
    }
  }

  private Map<String, Object> facts(Roll roll, int given, Path picture) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", modelFile.toString());
    facts.put("midi", output.toString());
    facts.put("picture", picture.toString());
    facts.put("given", given);
    facts.put("frames", roll.frames());
    facts.put("notes", roll.sounding());
    facts.put("temperature", temperature);
    facts.put("seed", seed);
    return facts;
  }

  private String text(Roll roll, int given, Path picture) {
    return "%s and %s: %d frames, of which %d were given, %.2f notes a frame"
        .formatted(
            Messages.oneLine(output.toString()),
            Messages.oneLine(picture.getFileName().toString()),
            roll.frames(),
            given,
            (double) roll.sounding() / roll.frames());
  }
}
