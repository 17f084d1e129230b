using System.Text;
using Shannon.Analytics.ClaudeCode.Reading;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.ClaudeCode.Reading;

public class TranscriptFileReaderTests
{
    [Fact]
    public void TryRead_LinesOfManyLengths_GivesEachOnceAndTheOffsetBehindIt()
    {
        var random = new Random(5);
        string[] lines = [.. Enumerable.Range(0, 300).Select(i => new string((char)('a' + (i % 26)), random.Next(0, 20) == 0 ? random.Next(400_000) : random.Next(300)))];
        using var file = new TestFile(string.Join('\n', lines) + "\n");
        using TranscriptFileReader reader = file.Open();
        long offset = 0;
        foreach (string expected in lines)
        {
            Assert.Equal(LineStatus.Whole, reader.TryRead(out ReadOnlySpan<byte> line, default));
            Assert.Equal(expected, Encoding.UTF8.GetString(line));
            offset += expected.Length + 1;
            Assert.Equal(offset, reader.Offset);
        }

        Assert.Equal(LineStatus.End, reader.TryRead(out _, default));
    }

    [Fact]
    public void TryRead_CarriageReturns_AreNotPartOfTheLine()
    {
        using var file = new TestFile("one\r\ntwo\r\n");
        using TranscriptFileReader reader = file.Open();
        Assert.Equal(LineStatus.Whole, reader.TryRead(out ReadOnlySpan<byte> line, default));
        Assert.Equal("one", Encoding.UTF8.GetString(line));
        Assert.Equal(5, reader.Offset);
    }

    [Fact]
    public void TryRead_NoLineFeedAtTheEnd_IsPartialAndNotTaken()
    {
        using var file = new TestFile("one\ntw");
        using TranscriptFileReader reader = file.Open();
        reader.TryRead(out _, default);
        Assert.Equal(LineStatus.Partial, reader.TryRead(out ReadOnlySpan<byte> line, default));
        Assert.Equal("tw", Encoding.UTF8.GetString(line));
        Assert.Equal(4, reader.Offset);
        reader.TakePartial();
        Assert.Equal(6, reader.Offset);
    }

    [Fact]
    public void TryRead_LineBeyondTheMaximum_IsMeasuredAndPassedOver()
    {
        using var file = new TestFile(new string('x', 5_000) + "\n" + new string('y', 3_000_000) + "\nz\n");
        using TranscriptFileReader reader = file.Open(maxLineBytes: 4_000);
        Assert.Equal(LineStatus.Oversized, reader.TryRead(out _, default));
        Assert.Equal(LineStatus.Oversized, reader.TryRead(out _, default));
        Assert.Equal(LineStatus.Whole, reader.TryRead(out ReadOnlySpan<byte> line, default));
        Assert.Equal("z", Encoding.UTF8.GetString(line));
        Assert.Equal(3_005_004, reader.Offset);
    }

    private sealed class TestFile : IDisposable
    {
        private readonly TempFolder _folder = new();
        private readonly Microsoft.Win32.SafeHandles.SafeFileHandle _handle;

        internal TestFile(string content)
        {
            File.WriteAllText(_folder.File("t.jsonl"), content);
            _handle = File.OpenHandle(_folder.File("t.jsonl"));
        }

        public void Dispose()
        {
            _handle.Dispose();
            _folder.Dispose();
        }

        internal TranscriptFileReader Open(int maxLineBytes = 1 << 28) => new(_handle, 0, maxLineBytes);
    }
}
