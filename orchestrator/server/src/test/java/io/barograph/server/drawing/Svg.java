package io.barograph.server.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** An SVG text, parsed to be looked at. */
public record Svg(Document document) {
    public static Svg parse(String svg) throws Exception {
        return new Svg(DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))));
    }

    public List<String> texts() {
        return elements("text").stream().map(Element::getTextContent).toList();
    }

    public List<String> titles() {
        return elements("title").stream().map(Element::getTextContent).toList();
    }

    /** Fails if a text, line, area or disc leaves the sheet. */
    public void assertAllOnSheet() {
        for (Element text : elements("text")) {
            double length = number(text, "textLength");
            double left =
                    switch (text.getAttribute("text-anchor")) {
                        case "middle" -> -length / 2;
                        case "end" -> -length;
                        default -> 0;
                    };
            boolean upright = text.hasAttribute("transform");
            double x = number(text, "x");
            double y = number(text, "y");
            assertOnSheet(upright ? x : x + left, upright ? y - left : y);
            assertOnSheet(upright ? x : x + left + length, upright ? y - left - length : y);
        }
        for (Element line : elements("line")) {
            assertOnSheet(number(line, "x1"), number(line, "y1"));
            assertOnSheet(number(line, "x2"), number(line, "y2"));
        }
        for (Element rect : elements("rect")) {
            assertOnSheet(number(rect, "x"), number(rect, "y"));
            assertOnSheet(number(rect, "x") + number(rect, "width"), number(rect, "y") + number(rect, "height"));
        }
        elements("circle").forEach(circle -> assertOnSheet(number(circle, "cx"), number(circle, "cy")));
        for (String name : List.of("polygon", "polyline")) {
            for (Element shape : elements(name)) {
                for (String point : shape.getAttribute("points").split(" ", -1)) {
                    int comma = point.indexOf(',');
                    assertOnSheet(
                            Double.parseDouble(point.substring(0, comma)),
                            Double.parseDouble(point.substring(comma + 1)));
                }
            }
        }
    }

    private void assertOnSheet(double x, double y) {
        assertThat(x).isBetween(0.0, number(document.getDocumentElement(), "width"));
        assertThat(y).isBetween(0.0, number(document.getDocumentElement(), "height"));
    }

    public List<Element> elements(String name) {
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    public static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
