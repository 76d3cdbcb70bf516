package dev.carrylane.tasks.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.carrylane.network.MalformedFileException;
import dev.carrylane.testkit.TestData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
  @TempDir Path folder;

  /** Escapes are those of Java; one byte for each character. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version https://git-lfs.github.com/spec/v1 | LFS_POINTER
          <!DOCTYPE HTML PUBLIC>                     | HTML
          <?xml version="1.0"?><!doctype html>       | HTML
          <html>                                     | HTML
          <?xml version="1.0"?><a/>                  | XML
          {"a": 1}                                   | JSON
          [1, 2]                                     | JSON
          a,b\\n1,2                                  | TEXT
          \\u001f\\u008b\\b                          | GZIP
          BZh9                                       | COMPRESSED
          (\\u00b5/\\u00fd                           | COMPRESSED
          PK\\3\\4                                   | ZIP
          PK\\5\\6                                   | ZIP
          \\u0080\\2}.                               | PICKLE
          \\u0080\\5}.                               | PICKLE
          \\u0089HDF\\r\\n\\u001a\\n                 | HDF5
          MATLAB 5.0 MAT-file                        | MATLAB_5
          \\u0093NUMPY\\1                            | NUMPY
          GGUF\\3                                    | GGUF
          RIFF\\0\\0\\0\\0WAVE                       | WAVE
          %PDF-1.4                                   | PDF
          \\b\\7\\u0012\\7pytorch                    | ONNX
          \\2\\0\\0\\0\\0\\0\\0\\0{}                 | SAFETENSORS
          \\u0080\\3\\0\\0\\0\\0\\0\\0{}            | SAFETENSORS
          \\0\\0\\b\\3\\0\\0\\0\\1                   | UNKNOWN
          \\1                                        | UNKNOWN
          """)
  void tellsByTheFirstBytes(String text, FileKind expected) {
    byte[] bytes = unescape(text).getBytes(StandardCharsets.ISO_8859_1);
    assertEquals(expected, FileKind.of(bytes));
  }

  private static String unescape(String text) {
    StringBuilder unescaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("\\u", i)) {
        unescaped.append((char) Integer.parseInt(text.substring(i + 2, i + 6), 16));
        i += 5;
      } else if (text.charAt(i) == '\\') {
        char c = text.charAt(++i);
        int letter = "bnrt".indexOf(c);
        unescaped.append(letter >= 0 ? "\b\n\r\t".charAt(letter) : (char) (c - '0'));
      } else {
        unescaped.append(text.charAt(i));
      }
    }
    return unescaped.toString();
  }

  @Test
  void tellsKindsThatAreMarkedFurtherOn() {
    byte[] matlab = Arrays.copyOf("MATLAB 7.3 MAT-file".getBytes(), 1024);
    byte[] hdf5 = "\u0089HDF\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(hdf5, 0, matlab, 512, hdf5.length);
    assertEquals(FileKind.MATLAB_7_3, FileKind.of(matlab));
    byte[] tar = Arrays.copyOf("sys_info".getBytes(), 1024);
    System.arraycopy("ustar".getBytes(), 0, tar, 257, 5);
    assertEquals(FileKind.TAR, FileKind.of(tar));
    assertEquals(FileKind.EMPTY, FileKind.of(new byte[0]));
  }

  @Test
  void tellsPublishedFiles() throws IOException {
    assertEquals(FileKind.ONNX, FileKind.of(TestData.file("silero_vad_v6.onnx")));
    assertEquals(FileKind.SAFETENSORS, FileKind.of(TestData.file("silero_vad_16k.safetensors")));
    assertEquals(FileKind.MATLAB_5, FileKind.of(TestData.file("MuseData.mat")));
    assertEquals(FileKind.WAVE, FileKind.of(TestData.file("silero_test.wav")));
    assertEquals(FileKind.GZIP, FileKind.of(TestData.file("t10k-labels-idx1-ubyte.gz")));
    assertEquals(FileKind.TEXT, FileKind.of(TestData.file("tinyshakespeare.txt")));
    assertEquals(FileKind.ZIP, FileKind.of(TestData.file("jsb_rnn.pt")));
    assertEquals(
        FileKind.TORCH_LEGACY, FileKind.of(TestData.caseFile("import/lstm_legacy_format.pt")));
  }

  @Test
  void refusesWhatIsNoFile() {
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> FileKind.of(folder));
    assertEquals(folder + ": is a directory; name a file in it", e.getMessage());
    assertThrows(NoSuchFileException.class, () -> FileKind.of(folder.resolve("none")));
  }

  @Test
  void refusesByWhatTheFileIs() throws IOException {
    Path page = Files.writeString(folder.resolve("model.pt"), "\ufeff\n<HTML>Not found");
    assertEquals(
        page
            + ": is an HTML page, not a PyTorch file; it was saved in place of the file; download the"
            + " file itself",
        FileKind.of(page).refusal(page, "a PyTorch file").getMessage());
  }
}
