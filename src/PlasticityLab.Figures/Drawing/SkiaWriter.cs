using SkiaSharp;

namespace PlasticityLab.Figures.Drawing;

/// <summary>A display list as PNG or PDF. In the PDF text stays text and the used glyphs are embedded.</summary>
internal static class SkiaWriter
{
    /// <summary>The figure as PNG.</summary>
    /// <param name="dpi">Dots per inch.</param>
    public static byte[] Png(Scene scene, double dpi = 300, bool dark = false)
    {
        var scale = dpi / 72;
        using var bitmap = new SKBitmap(
            (int)Math.Ceiling(scene.Width * scale),
            (int)Math.Ceiling(scene.Height * scale),
            SKColorType.Rgba8888,
            SKAlphaType.Premul
        );
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(Color(Paint.Paper, dark));
            canvas.Scale((float)scale);
            Draw(canvas, scene.Shapes, dark);
        }

        return PngDensity.Set(Encoded(bitmap), dpi);
    }

    /// <summary>The figure as a one-page PDF, without dates, so that equal figures are equal files.</summary>
    public static byte[] Pdf(Scene scene, string title)
    {
        using var stream = new SKDynamicMemoryWStream();
        using (
            var document = SKDocument.CreatePdf(
                stream,
                new SKDocumentPdfMetadata
                {
                    Title = title,
                    Creator = "PlasticityLab",
                    RasterDpi = 300,
                    EncodingQuality = 101,
                }
            )
        )
        {
            Draw(document.BeginPage((float)scene.Width, (float)scene.Height), scene.Shapes, dark: false);
            document.EndPage();
            document.Close();
        }

        using var data = stream.DetachAsData();
        return data.ToArray();
    }

    /// <summary>Coloured cells as a PNG of their own, a dot a cell.</summary>
    public static byte[] Png(ImageShape image)
    {
        using var bitmap = Bitmap(image);
        return Encoded(bitmap);
    }

    private static byte[] Encoded(SKBitmap bitmap)
    {
        using var data =
            bitmap.Encode(SKEncodedImageFormat.Png, 100)
            ?? throw new InvalidOperationException($"A picture of {bitmap.Width} x {bitmap.Height} dots cannot be written as PNG.");
        return data.ToArray();
    }

    private static SKBitmap Bitmap(ImageShape image)
    {
        var bitmap = new SKBitmap(image.Columns, image.Rows, SKColorType.Bgra8888, SKAlphaType.Unpremul);
        bitmap.Pixels = [.. image.Pixels.Select(pixel => new SKColor(pixel))];
        return bitmap;
    }

    private static void Draw(SKCanvas canvas, IReadOnlyList<Shape> shapes, bool dark)
    {
        foreach (var shape in shapes)
        {
            switch (shape)
            {
                case PathShape path:
                    Path(canvas, path, dark);
                    break;
                case CircleShape circle:
                    Circle(canvas, circle, dark);
                    break;
                case TextShape text:
                    Text(canvas, text, dark);
                    break;
                case ImageShape image:
                    Image(canvas, image);
                    break;
                case ClipShape clip:
                    canvas.Save();
                    canvas.ClipRect(Rect(clip.Box), SKClipOperation.Intersect, true);
                    Draw(canvas, clip.Inside, dark);
                    canvas.Restore();
                    break;
            }
        }
    }

    private static void Path(SKCanvas canvas, PathShape shape, bool dark)
    {
        using var path = new SKPath();
        foreach (var stroke in shape.Strokes)
        {
            path.AddPoly([.. stroke.Select(point => new SKPoint((float)point.X, (float)point.Y))], shape.Closed);
        }

        if (shape.Fill is { } fill)
        {
            using var paint = Fill(fill, dark);
            paint.IsAntialias = !shape.Crisp;
            canvas.DrawPath(path, paint);
        }

        if (shape.Pen is { } pen)
        {
            using var paint = Stroke(pen, dark);
            canvas.DrawPath(path, paint);
        }
    }

    private static void Circle(SKCanvas canvas, CircleShape circle, bool dark)
    {
        using var fill = circle.Fill is { } f ? Fill(f, dark) : null;
        using var stroke = circle.Pen is { } p ? Stroke(p, dark) : null;
        foreach (var paint in new[] { fill, stroke }.OfType<SKPaint>())
        {
            foreach (var centre in circle.Centres)
            {
                canvas.DrawCircle((float)centre.X, (float)centre.Y, (float)circle.Radius, paint);
            }
        }
    }

    private static void Text(SKCanvas canvas, TextShape text, bool dark)
    {
        canvas.Save();
        canvas.Translate((float)text.X, (float)text.Y);
        canvas.RotateDegrees((float)-text.Angle);
        var x =
            text.Align switch
            {
                Align.Start => 0,
                Align.Middle => -0.5,
                _ => -1.0,
            } * Typefaces.Width(text.Markup, text.Size, text.Bold);
        using var paint = Fill(text.Paint, dark);
        foreach (var run in RichText.Parse(text.Markup))
        {
            foreach (var (part, face) in Typefaces.Parts(run.Text, text.Bold, run.Italic))
            {
                using var font = Typefaces.Font(text.Size * run.Scale, face);
                canvas.DrawText(part, (float)x, (float)(run.Shift * text.Size), SKTextAlign.Left, font, paint);
                x += font.MeasureText(part);
            }
        }

        canvas.Restore();
    }

    private static void Image(SKCanvas canvas, ImageShape image)
    {
        using var bitmap = Bitmap(image);
        using var picture = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(picture, Rect(image.Box), new SKSamplingOptions(SKFilterMode.Nearest));
    }

    private static SKRect Rect(Box box) => new((float)box.Left, (float)box.Top, (float)box.Right, (float)box.Bottom);

    private static SKPaint Fill(Paint paint, bool dark) =>
        new()
        {
            Color = Color(paint, dark),
            IsAntialias = true,
            Style = SKPaintStyle.Fill,
        };

    private static SKPaint Stroke(Pen pen, bool dark)
    {
        var paint = new SKPaint
        {
            Color = Color(pen.Paint, dark),
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = (float)pen.Width,
            StrokeJoin = SKStrokeJoin.Round,
        };
        if (pen.Pattern.Length > 0)
        {
            paint.PathEffect = SKPathEffect.CreateDash([.. pen.Pattern.Select(x => (float)x)], 0);
        }

        return paint;
    }

    private static SKColor Color(Paint paint, bool dark) =>
        new SKColor(dark ? paint.Dark : paint.Light).WithAlpha((byte)Math.Round(255 * Math.Clamp(paint.Opacity, 0, 1)));
}
