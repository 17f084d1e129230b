using System.Globalization;

namespace Shannon.Analytics.Benchmarks.Macro;

/// <summary>Compares the answers of all contenders and rounds with one expected answer.</summary>
/// <param name="expected">The expected answer, or <see langword="null"/> to take the first that is heard.</param>
/// <param name="tolerance">Allowed relative difference.</param>
internal sealed class AnswerJudge(double[]? expected, double tolerance)
{
    private double[]? _expected = expected;
    private string _source = "expected";

    /// <summary>Takes a contender's answer; an empty one is no answer.</summary>
    /// <exception cref="WrongAnswerException">It differs.</exception>
    public void Hear(string contender, double[] answer)
    {
        if (answer.Length == 0)
        {
            return;
        }

        if (_expected is null)
        {
            _expected = answer;
            _source = contender;
            return;
        }

        if (answer.Length != _expected.Length)
        {
            throw new WrongAnswerException(string.Create(
                CultureInfo.InvariantCulture,
                $"{contender} answers {answer.Length} numbers, {_source} {_expected.Length}."));
        }

        for (int i = 0; i < answer.Length; i++)
        {
            // Written so that a NaN fails.
            double difference = Math.Abs(answer[i] - _expected[i]);
            if (!(difference <= tolerance * Math.Max(Math.Abs(answer[i]), Math.Abs(_expected[i]))))
            {
                throw new WrongAnswerException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{contender} answers {answer[i]:R} for number {i}, {_source} {_expected[i]:R}."));
            }
        }
    }
}
