package dev.carrylane.tasks.data;

import dev.carrylane.network.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * MNIST's handwritten digits as sequences of {@value #PIXELS} pixels, row by row, one channel, and
 * their labels 0 to 9. Read from the IDX files of the original distribution, compressed by gzip or
 * not. Pixel values v are normalised to (v / 255 − 0.1307) / 0.3081, as is customary.
 *
 * <p>Immutable; may be shared by any number of threads.
 */
public final class MnistData {
  /** Pixels of an image, the steps of a sequence. */
  public static final int PIXELS = 28 * 28;

  /** The number of different labels. */
  public static final int CLASSES = 10;

  private static final int MAX_IMAGES = 1_000_000;
  private static final double MEAN = 0.1307;
  private static final double DEVIATION = 0.3081;

  private final byte[] pixels;
  private final byte[] labels;
  private final float[] normalised = new float[256];

  private MnistData(byte[] pixels, byte[] labels) {
    this.pixels = pixels;
    this.labels = labels;
    for (int v = 0; v < normalised.length; v++) {
      normalised[v] = (float) ((v / 255.0 - MEAN) / DEVIATION);
    }
  }

  /**
   * Reads one split.
   *
   * @param data the folder with the files of the distribution ({@code t10k-images-idx3-ubyte}, {@code
   *     t10k-labels-idx1-ubyte} and the same with {@code train}, each with or without {@code .gz} and
   *     with a dot or a hyphen before {@code idx}), a folder in which they lie in {@code MNIST/raw} or
   *     {@code raw}, as torchvision has it, or the images file, beside which the labels file of the
   *     same name is looked for
   * @param split {@link Split#TRAIN} or {@link Split#TEST}; there is no third one
   * @return the images, in the order of the file
   * @throws IllegalArgumentException if the split is {@link Split#VALID}
   * @throws MalformedFileException if the files do not hold images and as many labels
   * @throws IOException if a file is missing or cannot be read
   */
  public static MnistData read(Path data, Split split) throws IOException {
    if (split == Split.VALID) {
      throw new IllegalArgumentException("MNIST has no valid split; use train or test");
    }
    String prefix = split == Split.TEST ? "t10k" : "train";
    Path imagesFile = data;
    if (Files.isDirectory(data)) {
      imagesFile =
          find(
              List.of(data, data.resolve("MNIST/raw"), data.resolve("raw")),
              prefix + "-images-idx3-ubyte");
    } else if (!Files.exists(data)) {
      throw new NoSuchFileException(data.toString());
    } else if (!data.getFileName().toString().startsWith(prefix + "-images")) {
      throw new MalformedFileException(
          data,
          "is not the images of the "
              + split
              + " split, whose name begins with "
              + prefix
              + "-images; name that file or its folder, or choose another --split");
    }
    String labelsName =
        imagesFile
            .getFileName()
            .toString()
            .replace("-images", "-labels")
            .replace("idx3", "idx1")
            .replaceFirst("\\.gz$", "");
    IdxFile images = IdxFile.read(imagesFile, MAX_IMAGES, 28, 28);
    Path folder = imagesFile.getParent();
    Path labelsFile = find(List.of(folder == null ? Path.of("") : folder), labelsName);
    IdxFile labels = IdxFile.read(labelsFile, MAX_IMAGES);
    if (images.size() != labels.size()) {
      throw new MalformedFileException(
          labelsFile,
          "holds "
              + labels.size()
              + " labels for the "
              + images.size()
              + " images of "
              + imagesFile);
    }
    for (int i = 0; i < labels.size(); i++) {
      int label = labels.values()[i] & 0xff;
      if (label >= CLASSES) {
        throw new MalformedFileException(
            labelsFile, "label " + i, "is " + label + "; labels are 0 to " + (CLASSES - 1));
      }
    }
    return new MnistData(images.values(), labels.values());
  }

  /** A file by its name in any of the folders and spellings in which it is common. */
  private static Path find(List<Path> folders, String name) throws NoSuchFileException {
    String[] names = {name, name.replace("-idx", ".idx"), name.replace(".idx", "-idx")};
    for (Path folder : folders) {
      for (String spelling : names) {
        for (String suffix : new String[] {".gz", ""}) {
          Path file = folder.resolve(spelling + suffix);
          if (Files.exists(file)) {
            return file;
          }
        }
      }
    }
    throw new NoSuchFileException(folders.getFirst().resolve(name) + "[.gz]");
  }

  /**
   * The number of images.
   *
   * @return 1 or more
   */
  public int sequences() {
    return labels.length;
  }

  /**
   * The digit that an image shows.
   *
   * @param sequence 0 to {@link #sequences()} − 1
   * @return 0 to 9
   */
  public int label(int sequence) {
    return labels[sequence];
  }

  /**
   * A pixel of an image.
   *
   * @param sequence 0 to {@link #sequences()} − 1
   * @param index 0 to {@value #PIXELS} − 1, row by row
   * @return its normalised value
   */
  public float pixel(int sequence, int index) {
    return normalised[pixels[sequence * PIXELS + index] & 0xff];
  }
}
