package dev.carrylane.tasks.files;

import dev.carrylane.network.MalformedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * What a file is, told by how it begins: the formats that are read and those that are taken for them,
 * such as a page that was saved in place of a download.
 */
public enum FileKind {
  /** Nothing at all. */
  EMPTY("an empty file", "copy or download it again"),
  /** What Git has in place of a large file that was not fetched. */
  LFS_POINTER(
      "a Git LFS pointer, which stands for a file that was not fetched",
      "run 'git lfs pull' in its repository"),
  /** A page. */
  HTML("an HTML page", "it was saved in place of the file; download the file itself"),
  /** Markup of another kind. */
  XML("an XML document", "name the file that it belongs to"),
  /** Settings or a description. */
  JSON("JSON text", "name the file that it describes"),
  /** Other text. */
  TEXT("a text file", "name another file"),
  /** One file, compressed by gzip. */
  GZIP("compressed by gzip", "unpack it with gunzip"),
  /** One file, compressed otherwise. */
  COMPRESSED("a compressed file (bzip2, xz or zstd)", "unpack it"),
  /** An archive, as PyTorch writes it since 1.6, and others. */
  ZIP("a zip archive", "unpack it"),
  /** An archive, as PyTorch wrote it before 0.2, and others. */
  TAR(
      "a tar archive",
      "unpack it; if PyTorch before 0.2 wrote it, load it there and save it again"),
  /** What {@code torch.save} wrote before 1.6. */
  TORCH_LEGACY("a PyTorch file", "name another file"),
  /** Python objects that {@code torch.save} did not write. */
  PICKLE(
      "a Python pickle that torch.save did not write",
      "load it in Python and save the weights with torch.save"),
  /** Named tensors. */
  SAFETENSORS("a safetensors file", "name another file"),
  /** One array of NumPy's. */
  NUMPY("a NumPy array", "save it in the format that is needed"),
  /** What Keras and others write. */
  HDF5(
      "an HDF5 file, such as Keras writes",
      "load it in the program that wrote it and save the weights with safetensors"),
  /** HDF5, as MATLAB writes it. */
  MATLAB_7_3("a MATLAB 7.3 file", "save it in MATLAB with the option -v7"),
  /** MATLAB's format of versions 5 to 7. */
  MATLAB_5("a MATLAB 5 file", "name another file"),
  /** A graph of operations with its weights. */
  ONNX(
      "an ONNX model",
      "save the weights with torch.save or safetensors in the program that made it"),
  /** Weights of language models. */
  GGUF("a GGUF file", "name a file of the model that it was made from"),
  /** Sound. */
  WAVE("a WAVE sound file", "name another file"),
  /** A document. */
  PDF("a PDF document", "name another file"),
  /** Anything else. */
  UNKNOWN("of no format that is known here", "name another file");

  private static final int HEAD_BYTES = 1024;
  private static final int HDF5_IN_MATLAB = 512;
  private static final int MAX_SAFETENSORS_HEADER = 100_000_000;

  /** The number that {@code torch.save} put first, as a pickle has it: 10 bytes, least first. */
  private static final byte[] TORCH_NUMBER = bytes("8a0a6cfc9c46f9206aa85019");

  private static final byte[] HDF5_NAME = bytes("894844460d0a1a0a");

  private final String description;
  private final String remedy;

  FileKind(String description, String remedy) {
    this.description = description;
    this.remedy = remedy;
  }

  /**
   * Tells what a file is by its first bytes.
   *
   * @param path a regular file
   * @return its kind
   * @throws MalformedFileException if it is a directory or anything else that is not a regular file
   * @throws NoSuchFileException if there is none
   * @throws IOException if it cannot be read
   */
  public static FileKind of(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new MalformedFileException(path, "is a directory; name a file in it");
    }
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    if (!Files.isRegularFile(path)) {
      throw new MalformedFileException(path, "is not a regular file; copy the data into one");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return of(in.readNBytes(HEAD_BYTES));
    }
  }

  /**
   * Tells what a file is.
   *
   * @param bytes its first thousand bytes or more; all of a shorter file
   * @return its kind
   */
  public static FileKind of(byte[] bytes) {
    byte[] head = bytes.length > HEAD_BYTES ? Arrays.copyOf(bytes, HEAD_BYTES) : bytes;
    if (head.length == 0) {
      return EMPTY;
    }
    FileKind binary = binary(head);
    return binary == UNKNOWN && isText(head) ? text(head) : binary;
  }

  /**
   * The refusal of a file of this kind.
   *
   * @param path the file
   * @param wanted what it should be, such as {@code "a PyTorch file"}
   * @return an exception whose message says what the file is and what to do
   */
  public MalformedFileException refusal(Path path, String wanted) {
    return new MalformedFileException(
        path, "is " + description + ", not " + wanted + "; " + remedy);
  }

  private static FileKind binary(byte[] head) {
    // First, since the length of a header can be the mark of another format.
    if (isSafetensors(head)) {
      return SAFETENSORS;
    }
    if (has(head, 0, ascii("PK\3\4")) || has(head, 0, ascii("PK\5\6"))) {
      return ZIP;
    }
    if (has(head, 0, bytes("1f8b"))) {
      return GZIP;
    }
    if (has(head, 0, ascii("BZh"))
        || has(head, 0, bytes("fd377a585a00"))
        || has(head, 0, bytes("28b52ffd"))) {
      return COMPRESSED;
    }
    if (has(head, 0, HDF5_NAME)) {
      return HDF5;
    }
    if (has(head, 0, ascii("MATLAB "))) {
      return has(head, HDF5_IN_MATLAB, HDF5_NAME) ? MATLAB_7_3 : MATLAB_5;
    }
    if (has(head, 0, bytes("93"), ascii("NUMPY"))) {
      return NUMPY;
    }
    if (has(head, 0, ascii("GGUF"))) {
      return GGUF;
    }
    if (has(head, 0, ascii("RIFF")) && has(head, 8, ascii("WAVE"))) {
      return WAVE;
    }
    if (has(head, 0, ascii("%PDF-"))) {
      return PDF;
    }
    if (has(head, 257, ascii("ustar"))) {
      return TAR;
    }
    if ((head[0] & 0xff) == 0x80 && head.length > 1 && head[1] >= 2 && head[1] <= 5) {
      // From protocol 4 on, a frame of 9 bytes comes first.
      return has(head, 2, TORCH_NUMBER) || has(head, 11, TORCH_NUMBER) ? TORCH_LEGACY : PICKLE;
    }
    // The version of the format, then the name of the program, or what follows it.
    boolean onnx = head.length > 2 && head[0] == 8 && head[1] > 0 && head[1] < 32;
    return onnx && (head[2] == 0x12 || head[2] == 0x1a || head[2] == 0x3a) ? ONNX : UNKNOWN;
  }

  /** The length of a header in 8 bytes, least first, then the header, which is JSON. */
  private static boolean isSafetensors(byte[] head) {
    if (head.length <= Long.BYTES || head[Long.BYTES] != '{') {
      return false;
    }
    long length = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      length = length << 8 | Byte.toUnsignedInt(head[i]);
    }
    return length >= 2 && length <= MAX_SAFETENSORS_HEADER;
  }

  private static boolean isText(byte[] head) {
    for (byte b : head) {
      if (Byte.toUnsignedInt(b) < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') {
        return false;
      }
    }
    return true;
  }

  private static FileKind text(byte[] head) {
    String start =
        new String(head, StandardCharsets.UTF_8)
            .replaceFirst("^\\uFEFF", "")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (start.startsWith("version https://git-lfs.")) {
      return LFS_POINTER;
    }
    if (start.startsWith("<")) {
      return start.contains("<!doctype html") || start.contains("<html") ? HTML : XML;
    }
    return start.startsWith("{") || start.startsWith("[") ? JSON : TEXT;
  }

  private static boolean has(byte[] head, int place, byte[]... parts) {
    int from = place;
    for (byte[] part : parts) {
      int to = from + part.length;
      if (to > head.length || !Arrays.equals(head, from, to, part, 0, part.length)) {
        return false;
      }
      from = to;
    }
    return true;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
