package dev.carrylane.cli;

import dev.carrylane.cli.console.CliException;
import dev.carrylane.cli.console.Messages;
import dev.carrylane.cli.sample.Draw;
import dev.carrylane.cli.sample.MidiFile;
import dev.carrylane.cli.sample.MusicSampler;
import dev.carrylane.cli.sample.PianoRoll;
import dev.carrylane.cli.sample.Roll;
import dev.carrylane.cli.sample.TextSampler;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.Engine;
import dev.carrylane.network.Model;
import dev.carrylane.network.ModelDescription;
import dev.carrylane.network.internal.FileReplacement;
import dev.carrylane.tasks.data.MusicData;
import dev.carrylane.tasks.data.Split;
import dev.carrylane.tasks.examples.Vocabulary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes text and music up. */
@Command(
    name = "sample",
    description = {
      "Draw text or music from a model.",
      "A model of characters goes on with a --prompt. A model of 88 notes, independent or joint, goes on with a piece of"
          + " a data set or begins by itself, and its notes become a MIDI file and a picture."
    })
final class SampleCommand implements Callable<Integer> {
  private static final String MIDI = ".mid";
  private static final String PICTURE = ".svg";
  private static final int MOST_LENGTH = 1_000_000;
  private static final int CHARACTERS = 500;
  private static final int FRAMES = 128;
  private static final double MOST_TEMPERATURE = 100;
  private static final double LEAST_TEMPO = 4;
  private static final double MOST_TEMPO = 6000;
  private static final int GIVEN_FRAMES = 16;

  @Parameters(paramLabel = "MODEL", description = "A model file or a PyTorch checkpoint.")
  private Path modelFile;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "Where to write: for music a name that ends in .mid, beside which a piano roll is written whose name ends in"
              + " .svg; without it, text goes to standard output.")
  private Path output;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "How much to draw: 500 characters or 128 frames by default.")
  private Integer length;

  @Option(
      names = "--temperature",
      defaultValue = "1",
      paramLabel = "T",
      description =
          "What logits are divided by: below 1, what is likely becomes likelier, and with 0 nothing else is"
              + " taken; ${DEFAULT-VALUE} by default.")
  private double temperature;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "What is drawn follows from this; ${DEFAULT-VALUE} by default.")
  private long seed;

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "What a text begins with; a line break by default.")
  private String prompt;

  @ArgGroup(exclusive = false)
  private Given music;

  /** The options of music. */
  private static final class Given {
    @Option(names = "--tempo", paramLabel = "N", description = "Frames a minute; 120 by default.")
    private Double tempo;

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
  }

  @Mixin private BackendSelection selection;

  @Mixin private ReportOptions report;

  @Override
  public Integer call() throws IOException {
    if (length != null && (length < 1 || length > MOST_LENGTH)) {
      throw new CliException("--length is " + length + "; it must be from 1 to " + MOST_LENGTH);
    }
    if (!(temperature >= 0 && temperature <= MOST_TEMPERATURE)) {
      throw new CliException(
          "--temperature is %s; it must be from 0 to %.0f"
              .formatted(temperature, MOST_TEMPERATURE));
    }
    Backend backend = BackendSelection.active();
    Model model = ModelFiles.open(modelFile, null, backend, report);
    ModelDescription description = model.description();
    Optional<Vocabulary> vocabulary = Vocabulary.of(description);
    try {
      if (vocabulary.isPresent() && TextSampler.fits(description, vocabulary.get())) {
        text(model, vocabulary.get(), Engine.of(backend));
      } else if (MusicSampler.fits(description)) {
        music(model, Engine.of(backend));
      } else {
        throw new CliException(
            "%s maps frames of %d to %d channels; give a model of music, which tells frames of %d notes, or of the task char"
                .formatted(
                    modelFile, description.inputs(), description.outputs(), MusicData.NOTES));
      }
    } catch (ArithmeticException damaged) {
      throw new CliException(modelFile + " " + damaged.getMessage());
    }
    return Main.SUCCESS;
  }

  private void text(Model model, Vocabulary vocabulary, Engine engine) throws IOException {
    if (music != null) {
      throw new CliException(
          modelFile
              + " is a model of text; --tempo, --data and what chooses from it are for music");
    }
    if (output != null) {
      OutputFile.require(output);
    }
    String begin = prompt == null ? "" : prompt;
    String text;
    try {
      text =
          begin
              + new TextSampler(model, vocabulary, engine, new Draw(temperature, seed))
                  .extend(begin.isEmpty() ? "\n" : begin, length == null ? CHARACTERS : length);
    } catch (IllegalArgumentException unknown) {
      throw new CliException("--prompt: " + unknown.getMessage());
    }
    if (output != null) {
      try (FileReplacement file = FileReplacement.of(output)) {
        file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        file.commit();
      }
    }
    Map<String, Object> facts = facts();
    facts.put("characters", text.codePointCount(0, text.length()));
    facts.put("text", text);
    String written = "%s: %s characters".formatted(output, facts.get("characters"));
    report.print(facts, output == null ? text : Messages.oneLine(written));
  }

  private void music(Model model, Engine engine) throws IOException {
    if (prompt != null) {
      throw new CliException(
          modelFile
              + " is a model of music; --prompt is for text, and --data names a file with a piece to go on with");
    }
    double tempo = tempo();
    Path picture = picture();
    Roll roll = given();
    int given = roll.frames();
    new MusicSampler(model, engine, new Draw(temperature, seed))
        .extend(roll, length == null ? FRAMES : length);
    write(output, MidiFile.of(roll, tempo), picture, PianoRoll.of(roll));
    Map<String, Object> facts = facts();
    facts.put("picture", picture.toString());
    facts.put("given", given);
    facts.put("frames", roll.frames());
    facts.put("notes", roll.sounding());
    report.print(
        facts,
        "%s and %s: %d frames, of which %d were given, %.2f notes a frame"
            .formatted(
                Messages.oneLine(output.toString()),
                Messages.oneLine(picture.getFileName().toString()),
                roll.frames(),
                given,
                (double) roll.sounding() / roll.frames()));
  }

  private double tempo() {
    double tempo = music == null || music.tempo == null ? 120 : music.tempo;
    if (!(tempo >= LEAST_TEMPO && tempo <= MOST_TEMPO)) {
      throw new CliException(
          "--tempo is %s; it must be from %.0f to %.0f frames a minute"
              .formatted(tempo, LEAST_TEMPO, MOST_TEMPO));
    }
    return tempo;
  }

  private Path picture() {
    if (output == null || !output.toString().endsWith(MIDI)) {
      throw new CliException(
          "-o is %s; name a MIDI file for the music, which ends in %s"
              .formatted(output == null ? "missing" : output, MIDI));
    }
    OutputFile.require(output);
    String name = output.getFileName().toString();
    String stem = name.substring(0, name.length() - MIDI.length());
    Path picture = output.resolveSibling(stem + PICTURE);
    OutputFile.require(picture);
    return picture;
  }

  /** The beginning of a piece, or nothing. */
  private Roll given() throws IOException {
    if (music == null || music.data == null) {
      if (music != null && (music.split != null || music.piece != null || music.frames != null)) {
        throw new CliException(
            "--split, --piece and --frames choose from --data; name its file, or leave them out");
      }
      return Roll.empty();
    }
    MusicData pieces = MusicData.read(music.data, music.split == null ? Split.TEST : music.split);
    int number = music.piece == null ? 1 : music.piece;
    if (number < 1 || number > pieces.sequences()) {
      throw new CliException(
          "--piece is %d; the split has pieces 1 to %d".formatted(number, pieces.sequences()));
    }
    int most = pieces.frames(number - 1);
    int count = music.frames == null ? Math.min(GIVEN_FRAMES, most) : music.frames;
    if (count < 1 || count > most) {
      throw new CliException(
          "--frames is %d; piece %d has 1 to %d of them".formatted(count, number, most));
    }
    return Roll.of(pieces, number - 1, count);
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

  private Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("model", modelFile.toString());
    if (output != null) {
      facts.put("output", output.toString());
    }
    facts.put("temperature", temperature);
    facts.put("seed", seed);
    return facts;
  }
}
