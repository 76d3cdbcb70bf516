package dev.carrylane.network.safetensors;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.network.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A file of named tensors and text metadata, in the <a
 * href="https://huggingface.co/docs/safetensors">safetensors</a> format: the length of a JSON header
 * (8 bytes, little-endian), the header, the tensors' elements one after the other. The contents of a
 * file, once read, are immutable and may be shared by any number of threads.
 */
public final class SafetensorsFile {
  private final Map<String, String> metadata;
  private final Map<String, Tensor> tensors;
  private final Map<String, String> skipped;

  SafetensorsFile(
      Map<String, String> metadata, Map<String, Tensor> tensors, Map<String, String> skipped) {
    this.metadata = metadata;
    this.tensors = tensors;
    this.skipped = skipped;
  }

  /**
   * Reads a file, which is closed before this method returns; the tensors are copies on the Java heap.
   * Elements of type F32 keep their bits, F16 and BF16 are widened, F64 is rounded to the nearest float.
   * Tensors of any other type, such as integers, are checked and then {@linkplain #skipped() skipped}.
   *
   * <p>Reading is strict. A file is refused, before anything of the size it claims is allocated,
   * unless its header is JSON in valid UTF-8 of at most 100,000,000 bytes with no key twice and no
   * unknown field; unless every tensor's bytes are as many as its shape and type need; and unless
   * the tensors cover the rest of the file to the last byte, with no hole and no overlap.
   *
   * <p>A thread that is interrupted reads on, and is interrupted still when this method returns.
   *
   * @param path a regular file, of any file system
   * @return its contents
   * @throws MalformedFileException if the file is not what the format demands
   * @throws IOException if the file cannot be read
   */
  public static SafetensorsFile read(Path path) throws IOException {
    return SafetensorsReader.read(path);
  }

  /**
   * Reads a file's bytes from a stream to its end, as {@link #read(Path)} does; the stream is left open.
   * Memory is taken as the bytes arrive, whatever the header claims, and is at most twice that of the
   * tensors.
   *
   * @param in the bytes of a file, such as a resource in a jar
   * @param name what to call the file in messages
   * @return its contents
   * @throws MalformedFileException if the bytes are not what the format demands
   * @throws IOException if the stream cannot be read
   */
  public static SafetensorsFile read(InputStream in, String name) throws IOException {
    Objects.requireNonNull(in, "in");
    return SafetensorsReader.read(in, Objects.requireNonNull(name, "name"));
  }

  /**
   * Reads a file's bytes from an array, as {@link #read(Path)} does; nothing refers to the array
   * afterwards.
   *
   * @param bytes the bytes of a file
   * @param name what to call the file in messages
   * @return its contents
   * @throws MalformedFileException if the bytes are not what the format demands
   */
  public static SafetensorsFile read(byte[] bytes, String name) throws MalformedFileException {
    Objects.requireNonNull(name, "name");
    try {
      return SafetensorsReader.read(new ByteArrayInputStream(bytes), bytes.length, name);
    } catch (MalformedFileException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("an array can be read", e);
    }
  }

  /**
   * Tells what a file says of itself, by its header alone.
   *
   * @param path a regular file
   * @return names and values in file order, unmodifiable
   * @throws MalformedFileException if the header is not what the format demands
   * @throws IOException if the file cannot be read
   */
  public static Map<String, String> metadata(Path path) throws IOException {
    return SafetensorsReader.metadata(path);
  }

  /**
   * Tells what a file holds by its header alone.
   *
   * @param path a regular file
   * @return its tensors of all element types in the order of their elements in the file, unmodifiable
   * @throws MalformedFileException if the file is not what the format demands
   * @throws IOException if the file cannot be read
   */
  public static List<SafetensorsEntry> list(Path path) throws IOException {
    return SafetensorsReader.list(path);
  }

  /**
   * Writes a file that {@link #read} gives back bit for bit: elements as F32, tensors and metadata
   * sorted by name (by code point), the elements' start aligned to 8 bytes. The same contents always
   * give the same bytes.
   *
   * <p>The file is written under a temporary name in the target's folder, forced to the disk and
   * moved over the target in one step: whatever happens, the target is either the old file or the
   * complete new one. A symbolic link stays, and the file it leads to is replaced; an existing file's
   * permissions are kept. Arguments are checked before anything is written.
   *
   * @param target the file to create or replace; an existing one must be a regular file, or a link to one
   * @param metadata names and values; names are not empty
   * @param tensors names and tensors; names are not empty, have no NUL character and are not {@code
   *     __metadata__}
   * @throws IllegalArgumentException if a name is refused, if a text has half a surrogate pair, or if
   *     the header would be longer than {@link #read} accepts
   * @throws IOException if the file cannot be written, with its path and the reason; the temporary file is
   *     then removed
   */
  public static void write(Path target, Map<String, String> metadata, Map<String, Tensor> tensors)
      throws IOException {
    SafetensorsWriter.write(target, metadata, tensors);
  }

  /**
   * The metadata.
   *
   * @return names and values in file order, unmodifiable
   */
  public Map<String, String> metadata() {
    return metadata;
  }

  /**
   * The tensors.
   *
   * @return names and tensors in the order of their elements in the file, unmodifiable
   */
  public Map<String, Tensor> tensors() {
    return tensors;
  }

  /**
   * The tensors whose elements become no {@code float}: integers, truth values, complex numbers and floats
   * of 8 bits and less. Their values were not kept.
   *
   * @return names and the format's names of the types, such as {@code I64}, in the order of their elements
   *     in the file, unmodifiable
   */
  public Map<String, String> skipped() {
    return skipped;
  }
}
